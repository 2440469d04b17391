import { pythonRepr } from '../../python-repr.ts'

/** A template that could not be rendered, and why, as Python's `repr` writes Jinja's error. */
export class RenderFailure extends Error {
  constructor(name: string, message: string, cause?: unknown) {
    super(`${name}(${pythonRepr(message)})`, { cause })
    this.name = 'RenderFailure'
  }
}
