import { expect, test } from 'vitest'
import { definitionsOf } from '../../src/python/definitions.ts'

/** What is read of `f` in this source. */
async function flowOf(source: string) {
  return (await definitionsOf(source)).get('f')?.flow
}

const IMPORT = 'from prefect import flow\n'

test.for([
  ['a bare decorator', `${IMPORT}@flow\ndef f(): ...`, 'f'],
  ['a called decorator', `${IMPORT}@flow()\ndef f(): ...`, 'f'],
  ['a name', `${IMPORT}@flow(name="My flow")\ndef f(): ...`, 'My flow'],
  ['a name after other arguments', `${IMPORT}@flow(retries=3, log_prints=True, name='x')\ndef f(): ...`, 'x'],
  ['an empty name', `${IMPORT}@flow(name="")\ndef f(): ...`, 'f'],
  ['a name of None', `${IMPORT}@flow(name=None)\ndef f(): ...`, 'f'],
  ['an async function', `${IMPORT}@flow\nasync def f(): ...`, 'f'],
  ['the module', 'import prefect\n@prefect.flow(name="x")\ndef f(): ...', 'x'],
  ['the module under another name', 'import prefect as p\n@p.flow\ndef f(): ...', 'f'],
  ['the inner module', 'import prefect.flows\n@prefect.flows.flow\ndef f(): ...', 'f'],
  ['the inner module by name', 'from prefect import flows\n@flows.flow\ndef f(): ...', 'f'],
  ['another name', 'from prefect import task, flow as job\n@job(name="x")\ndef f(): ...', 'x'],
  ['an import in brackets', 'from prefect import (\n  task,\n  flow,\n)\n@flow\ndef f(): ...', 'f'],
  ['an import of everything', 'from prefect import *\n@flow\ndef f(): ...', 'f'],
  ['an import from the inner module', 'from prefect.flows import flow\n@flow\ndef f(): ...', 'f'],
  ['a guarded import', 'try:\n  from prefect import flow\nexcept ImportError:\n  raise\n@flow\ndef f(): ...', 'f'],
  ['a definition in a loop', `${IMPORT}for n in [1]:\n  @flow\n  def f(): ...`, 'f'],
  ['a definition while something holds', `${IMPORT}while True:\n  @flow\n  def f(): ...\n  break`, 'f'],
  ['a definition by case', `${IMPORT}match 1:\n  case 1:\n    @flow\n    def f(): ...\n  case _: pass`, 'f'],
  ['a guarded definition', `${IMPORT}if True:\n  @flow\n  def f(): ...`, 'f'],
  ['texts side by side', `${IMPORT}@flow(name="a" 'b'\n  """c""")\ndef f(): ...`, 'abc'],
  ['a text in brackets', `${IMPORT}@flow(name=("a"))\ndef f(): ...`, 'a'],
  ['an f-string without fields', `${IMPORT}@flow(name=f"a")\ndef f(): ...`, 'a'],
  [
    'escapes',
    String.raw`${IMPORT}@flow(name="a\tb\x41\u00e9\101\
c\q")` + '\ndef f(): ...',
    'a\tbAéAc\\q',
  ],
  ['a raw text', String.raw`${IMPORT}@flow(name=r"a\tb")` + '\ndef f(): ...', String.raw`a\tb`],
  ['a constant of the module', `${IMPORT}NAME = "x"\n@flow(name=NAME)\ndef f(): ...`, 'x'],
  ['an annotated constant', `${IMPORT}NAME: str = "x"\n@flow(name=NAME)\ndef f(): ...`, 'x'],
  ['other decorators around it', `${IMPORT}import x\n@x.y\n@flow(name="n")\n@x.z(1)\ndef f(): ...`, 'n'],
  ['the last of two definitions', `${IMPORT}@flow(name="a")\ndef f(): ...\n@flow(name="b")\ndef f(): ...`, 'b'],
  ['flow(…) as a function', `${IMPORT}def g_h(a): ...\nf = flow(g_h)`, 'g-h'],
  ['flow(…, name=…) as a function', `${IMPORT}def g(a): ...\nf = flow(g, name="x")`, 'x'],
  ['another name for a flow', `${IMPORT}@flow(name="x")\ndef g(): ...\nf = g`, 'x'],
  ['a comment between', `${IMPORT}@flow  # why\n# more\ndef f(): ...`, 'f'],
  ['a byte order mark', `\u{FEFF}${IMPORT}@flow\ndef f(): ...`, 'f'],
  ['Windows line ends', `${IMPORT}@flow\ndef f():\n  pass\n`.replaceAll('\n', '\r\n'), 'f'],
  ['a syntax error elsewhere', `${IMPORT}def broken(:\n  pass\n\n@flow\ndef f(): ...`, 'f'],
] as const)('%s gives the flow its name', async ([, source, name]) => {
  expect(await flowOf(source)).toEqual({ is: 'flow', name })
})

test('underscores of the function become dashes, as Prefect does it', async () => {
  const found = await definitionsOf(`${IMPORT}@flow\ndef load_all_orders(): ...`)
  expect(found.get('load_all_orders')?.flow).toEqual({ is: 'flow', name: 'load-all-orders' })
})

test.for([
  ['an f-string', `${IMPORT}X = "a"\n@flow(name=f"{X}-b")\ndef f(): ...`, 'flow_unnamed'],
  ['a call', `${IMPORT}@flow(name=name())\ndef f(): ...`, 'flow_unnamed'],
  ['an imported constant', `${IMPORT}from names import NAME\n@flow(name=NAME)\ndef f(): ...`, 'flow_unnamed'],
  ['a constant with two values', `${IMPORT}N = "a"\nN = "b"\n@flow(name=N)\ndef f(): ...`, 'flow_unnamed'],
  ['arguments from a mapping', `${IMPORT}@flow(**options)\ndef f(): ...`, 'flow_unnamed'],
  ['a character by name', String.raw`${IMPORT}@flow(name="\N{DASH}")` + '\ndef f(): ...', 'flow_unnamed'],
  ['an unknown decorator', 'from app import job\n@job\ndef f(): ...', 'unclear'],
  ['a flow of another package', 'from metaflow import flow\n@flow\ndef f(): ...', 'unclear'],
  ['an import', 'from other import f', 'unclear'],
  ['what a call returns', 'from other import make\nf = make()', 'unclear'],
  ['no decorator', `${IMPORT}def f(): ...`, 'not_a_flow'],
  ['a task', 'from prefect import task\n@task\ndef f(): ...', 'not_a_flow'],
  ['a number', 'f = 1', 'not_a_flow'],
  ['a function of a class', `${IMPORT}class A:\n  @flow\n  def f(self): ...`, undefined],
  ['a function in a function', `${IMPORT}def g():\n  @flow\n  def f(): ...`, undefined],
  ['text that looks like code', `"""\n@flow\ndef f(): ...\n"""\n# @flow\n# def f(): ...`, undefined],
] as const)('%s is not read as a flow with a name', async ([, source, is]) => {
  expect((await flowOf(source))?.is).toBe(is)
})

test('the reason that a name is unknown quotes the source', async () => {
  expect(await flowOf(`${IMPORT}@flow(name=f"{X}-b")\ndef f(): ...`)).toEqual({
    is: 'flow_unnamed',
    reason: 'its name is computed: f"{X}-b"',
  })
})

test('parameters have their name, kind and whether they have a default', async () => {
  const found = await definitionsOf(
    `${IMPORT}\n@flow\ndef f(a, b: int = 1, /, c: "X" = None, *args: int, d, e: str = "x", **more): ...\n@flow\ndef g(*, a=1): ...\n`,
  )
  expect(found.get('f')).toMatchObject({ line: 4 })
  expect(found.get('f')?.parameters).toEqual([
    { name: 'a', kind: 'positional_only', hasDefault: false },
    { name: 'b', kind: 'positional_only', hasDefault: true },
    { name: 'c', kind: 'positional_or_keyword', hasDefault: true },
    { name: 'args', kind: 'var_positional', hasDefault: false },
    { name: 'd', kind: 'keyword_only', hasDefault: false },
    { name: 'e', kind: 'keyword_only', hasDefault: true },
    { name: 'more', kind: 'var_keyword', hasDefault: false },
  ])
  expect(found.get('g')?.parameters).toEqual([{ name: 'a', kind: 'keyword_only', hasDefault: true }])
})
