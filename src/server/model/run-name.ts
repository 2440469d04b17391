/** A name for a run that has none, two words like `quiet-otter`, made from its id. */
export function runName(id: string): string {
  const pick = (words: readonly string[], digits: string) => words[Number.parseInt(digits, 16) % words.length] ?? 'run'
  return `${pick(MANNERS, id.slice(-8, -4))}-${pick(ANIMALS, id.slice(-4))}`
}

const MANNERS = (
  'amber bold brisk calm candid clever cosy crisp curious deft eager early earnest fleet gentle glad golden grand handy ' +
  'happy hardy honest humble jolly keen kind lively lucky mellow merry mild nimble noble patient placid polite proud quick ' +
  'quiet rapid ready robust rosy silent silver sleek smart snug solid spry stout sunny swift tidy tranquil upbeat vivid ' +
  'warm wise witty zesty'
).split(' ')

const ANIMALS = (
  'badger bear beaver bison bumblebee camel caribou cat cheetah crab crane cricket curlew deer dolphin dove eagle egret ' +
  'falcon ferret finch fox gazelle gecko goose grouse hare hawk hedgehog heron horse ibex jackdaw kestrel kiwi lark lemur ' +
  'lynx magpie marmot marten mole moth newt orca otter owl panda pelican penguin puffin quail raven robin salmon seal ' +
  'sparrow stork swallow swan tapir tern toad trout turtle walrus weasel whale wolf wren yak zebra'
).split(' ')
