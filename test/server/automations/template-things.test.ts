import { expect, test } from 'vitest'
import { Diver, Labelled } from '../../../src/server/automations/labelled.ts'
import { PREFECT_FILTERS } from '../../../src/server/automations/template-filters.ts'
import { Model, Moment } from '../../../src/server/automations/template-things.ts'
import { parseTemplate } from '../../../src/server/automations/templates/parse.ts'
import { renderText } from '../../../src/server/automations/templates/render.ts'

const ID = '01234567-89ab-4cde-8f01-23456789abcd'
const resource = new Labelled({
  'prefect.resource.id': `prefect.flow-run.${ID}`,
  'prefect.resource.name': 'The thing',
  'a.b': 'deep',
  'a.b.c': 'deeper',
})
const context = {
  event: { occurred: new Moment('2026-11-21T04:05:06.007000Z'), resource, related: [resource] },
  labels: new Diver({ 'prefect.resource.id': 'y' }),
  flow_run: new Model('flow-run', {
    id: ID,
    start_time: '2026-11-21T16:05:06Z',
    end_time: null,
    total_run_time: 90_061.5,
    state: { name: 'Failed', timestamp: '2026-11-21T16:05:06.5Z' },
    parameters: { created: 'as it is' },
  }),
}

test.for<[string, string]>([
  [
    '{{ event.resource.id }} {{ event.resource.name }} {{ event.resource.role }}',
    `prefect.flow-run.${ID} The thing None`,
  ],
  ['{{ event.resource["a.b"] }}', 'deep'],
  ['{{ event.resource.labels.a.b }} {{ event.resource.labels.a.b.c }}', 'deep deeper'],
  ['{{ labels.prefect.resource.id }}', 'y'],
  ["{{ labels.prefect.resource.id == 'y' }}{{ labels.prefect.resource.id | tojson }}", 'True"y"'],
  ["{{ 'a.b' in event.resource }}{{ event.resource.labels.nope.x }}", 'True'],
  ['{{ event.occurred }}', '2026-11-21 04:05:06.007000+00:00'],
  ['{{ event.occurred.isoformat() }} {{ event.occurred.year }}', '2026-11-21T04:05:06.007000+00:00 2026'],
  ["{{ event.occurred.strftime('%a %d %B %Y, %I:%M %p') }}", 'Sat 21 November 2026, 04:05 AM'],
  ['{{ event.occurred | tojson }}', '"2026-11-21T04:05:06.007000Z"'],
  ['{{ flow_run.start_time }} {{ flow_run.end_time }}', '2026-11-21 16:05:06+00:00 None'],
  ['{{ flow_run.state.name }} {{ flow_run.state.timestamp }}', 'Failed 2026-11-21 16:05:06.500000+00:00'],
  ['{{ flow_run.total_run_time }}', '1 day, 1:01:01.500000'],
  ['{{ flow_run.parameters.created }}{{ flow_run.constructor }}{{ flow_run.kind }}', 'as it is'],
  ['{{ flow_run | ui_url }}', 'None'],
  ['{{ flow_run | ui_resource_events_url }}', `events?resource=prefect.flow-run.${ID}`],
  ['{{ event.resource | ui_resource_events_url }}', `events?resource=prefect.flow-run.${ID}`],
  [`{{ 'see flow-run/${ID}.' | flow_run_id }}`, ID],
  ["{{ 'nothing' | flow_run_id }}", 'None'],
])('%s gives %s', ([source, text]) => {
  expect(renderText(parseTemplate(source), context, PREFECT_FILTERS)).toBe(text)
})
