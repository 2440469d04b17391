// CommonJS in an ES module's clothes: Node sees a default export only, its types declare none
// oxlint-disable-next-line import/default
import commonJs from 'rrule'

/** The package `rrule`, an independent witness. */
// oxlint-disable-next-line import/no-named-as-default-member
export const { RRule, rrulestr } = commonJs
