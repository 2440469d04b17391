/** The version of Prefect whose behaviour this server has. Clients want the same major, and not an older one than theirs. */
export const PREFECT_VERSION = '3.8.8'

/** The version of that Prefect's REST API. */
export const API_VERSION = '0.8.4'
