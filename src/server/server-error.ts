import { RegistrarError } from '../model/error.ts'

/** The embedded server cannot start or go on: its data folder, its file or its port is the reason. */
export class ServerError extends RegistrarError {}
