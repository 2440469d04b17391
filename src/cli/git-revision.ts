import type { SpecContext } from '../spec/context.ts'

/**
 * What is checked out at `root`: commit and branch, null where there is none, as outside of git, before the first
 * commit, or without the git program.
 */
export async function gitRevision(root: string): Promise<SpecContext['git']> {
  const { simpleGit } = await import('simple-git')
  const git = simpleGit(root)
  const ask = async (...words: string[]) => {
    try {
      return (await git.revparse(words)).trim()
    } catch {
      // nothing there to be asked: that is the answer
      return null
    }
  }
  const [commit, branch] = await Promise.all([ask('--verify', 'HEAD'), ask('--abbrev-ref', 'HEAD')])
  return { commit, branch: branch === 'HEAD' ? null : branch }
}
