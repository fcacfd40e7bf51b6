// @vitest-environment node
import { readFileSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'

type Graph = Map<string, string[]>

/** The modules of a folder, and what each imports of it, also for types alone or later (`import()`). */
function imports(folder: string): Graph {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => /\.tsx?$/.test(name))
    .map(name => join(folder, name))
  const known = new Set(files)
  const resolve = (from: string, name: string) =>
    ['.ts', '.tsx', '/index.ts', '.d.ts']
      .map(end => join(dirname(from), name) + end)
      .find(path => known.has(path))
  return new Map(
    files.map(file => [
      file,
      ts
        .preProcessFile(readFileSync(file, 'utf8'))
        .importedFiles.filter(({ fileName }) => fileName.startsWith('.'))
        .flatMap(({ fileName }) => resolve(file, fileName) ?? []),
    ]),
  )
}

/** A way from a module back to itself, or nothing. */
function cycle(graph: Graph): string[] | undefined {
  const finished = new Set<string>()
  const search = (path: string[], module: string): string[] | undefined => {
    if (path.includes(module)) return [...path.slice(path.indexOf(module)), module]
    if (finished.has(module)) return undefined
    for (const next of graph.get(module) ?? []) {
      const found = search([...path, module], next)
      if (found) return found
    }
    finished.add(module)
    return undefined
  }
  for (const module of graph.keys()) {
    const found = search([], module)
    if (found) return found
  }
  return undefined
}

describe('imports', () => {
  it('have no cycle', () => {
    const graph = imports('src')
    expect([...graph.values()].flat().length).toBeGreaterThan(300)
    expect(cycle(graph)).toBeUndefined()
  })

  it('with a cycle are found', () => {
    const graph: Graph = new Map([
      ['a', ['b', 'c']],
      ['b', ['c']],
      ['c', ['d', 'b']],
      ['d', []],
    ])
    expect(cycle(graph)).toEqual(['b', 'c', 'b'])
  })
})
