/**
 * Why a worker's channel is closed, and with which code (`WORKER_CHANNEL_CLOSE_POLICIES`,
 * `prefect/client/schemas/worker_channel.py`).
 */
export const CLOSE_CODES = {
  authorization_failed: 1008,
  unsupported_version: 1008,
  protocol_error: 1002,
  heartbeat_persistence_failed: 1011,
  transient_server_error: 1011,
} as const

export type CloseReason = keyof typeof CLOSE_CODES

/** The channel ends for this reason. Workers come back only after the 1011s. */
export class ChannelEnd extends Error {
  readonly reason: CloseReason

  constructor(reason: CloseReason, cause?: unknown) {
    super(reason, { cause })
    this.reason = reason
  }
}
