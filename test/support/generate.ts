// placeholder until the spec room provides it
