import type { FindingDetail } from '../model/finding.ts'
import type { Place } from '../model/place.ts'
import type { FileReading } from './document.ts'
import type { Evaluation } from './typescript-evaluator.ts'

/**
 * The documents of a TypeScript spec that was evaluated. A deployment stands where `deployment(` was called for it, or
 * else at the default export; its fields have no places of their own.
 */
export function readTypescript(file: string, source: string, evaluation: Evaluation): FileReading {
  const exported = exportPlace(file, source)
  const failure = (at: Place, detail: FindingDetail): FileReading => ({
    documents: [],
    findings: [{ severity: 'error', at, ...detail }],
  })
  switch (evaluation.result) {
    case 'specs':
      return {
        documents: evaluation.specs.map(({ value, stack }) => {
          const at = framePlace(file, stack) ?? exported
          return { file, value, placeOf: () => at, sourceOf: () => undefined }
        }),
        findings: evaluation.specs.length === 0 ? [{ severity: 'warning', at: exported, code: 'document_empty' }] : [],
      }
    case 'nonsense':
      return failure(framePlace(file, evaluation.stack) ?? exported, { code: 'typescript_export', got: evaluation.got })
    case 'failed': {
      const at = framePlace(file, evaluation.stack) ?? headPlace(file, evaluation.stack) ?? { file, line: 1, column: 1 }
      return failure(at, { code: 'typescript_failed', detail: evaluation.message, stack: evaluation.stack })
    }
    case 'timeout':
      return failure(exported, { code: 'typescript_timeout', seconds: evaluation.seconds })
  }
}

function exportPlace(file: string, source: string): Place {
  const before = source.slice(
    0,
    Math.max(0, source.search(/^[ \t]*export\s+default\b|^[ \t]*export\s*\{[^}]*\bdefault\b/m)),
  )
  return { file, line: before.split('\n').length, column: 1 }
}

/** The topmost frame of a stack inside the spec itself. */
function framePlace(file: string, stack: string | undefined): Place | undefined {
  const frame = new RegExp(String.raw`^\s+at .*?(?<![\w/.-])${written(file)}:(\d+):(\d+)\)?$`, 'm').exec(stack ?? '')
  return frame === null ? undefined : { file, line: Number(frame[1]), column: Number(frame[2]) }
}

/** A syntax error is told above the stack: `deployments/a.ts:3`, then the line. */
function headPlace(file: string, stack: string): Place | undefined {
  const head = new RegExp(String.raw`(?<![\w/.-])${written(file)}:(\d+)`).exec(stack)
  return head === null ? undefined : { file, line: Number(head[1]), column: 1 }
}

/** The file as a pattern, as a path or as the end of a URL. */
function written(file: string): string {
  return `(?:${escaped(file)}|${escaped(encodeURI(file))})`
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
}
