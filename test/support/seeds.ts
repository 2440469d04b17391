import { configureGlobal } from 'fast-check'

/**
 * Where `CI` is set, every property draws the same values each time: a change fails by what it changed, not by luck.
 * Elsewhere they are drawn anew, and in the nightly run of `.github/workflows/ci.yml`; `REGISTRAR_LAW_SEED` draws those of
 * one run again.
 */
const CI_SEED = 20_261_121
const { REGISTRAR_LAW_SEED: wanted, CI: isCi } = process.env

if (wanted !== undefined) configureGlobal({ seed: Number(wanted) })
else if (isCi) configureGlobal({ seed: CI_SEED })
