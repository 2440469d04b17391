// Made from schemas/registrar.schema.json by `npm run generate`. Do not edit.
/**
 * registrar.yaml at the project's root. Every key is optional.
 */
export interface RegistrarConfig {
  /**
   * The name under which this repository owns deployments on a server: they carry the tag registrar:<scope>. Default: the name of the root folder.
   */
  scope?: string
  /**
   * Files, folders or patterns that hold the specs, relative to the root.
   *
   * @minItems 1
   */
  include?: string[]
  /**
   * Servers by name, chosen with --target.
   */
  targets?: {
    /**
     * One server. What is absent comes from Prefect's own settings.
     */
    [k: string]: {
      /**
       * The server's API, ending in /api.
       */
      api_url?: string
      /**
       * A profile of Prefect's profiles.toml to take the settings from.
       */
      profile?: string
      /**
       * Which date library the server computes with: pendulum (Python up to 3.12) or whenever (Python 3.13 and later). They differ near clock changes.
       */
      schedule_dialect?: 'pendulum' | 'whenever'
    }
  }
}
