/** How the server is found, for the help of every command that asks one. */
export const WHICH_SERVER = `WHICH SERVER (the first that is there)
  --target NAME        a target of registrar.yaml
  PREFECT_API_URL      from the environment, .env, or Prefect's own active profile
  embedded server      one that "registrar dev" or "registrar server start" runs for this folder`
