import { deployment } from 'prefect-registrar'

/** One flow that calls two others. */
export default deployment({
  name: 'ml-pipeline',
  entrypoint: 'deployments/flows/pipeline.py:pipeline',
  description: 'Prepares data, then trains a model on it.',
  tags: ['ml', 'pipeline'],
  parameters: { rows: 20, threshold: 0.5 },
})
