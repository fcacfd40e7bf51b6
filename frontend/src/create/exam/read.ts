/** Read: from a file to the exam in it. */
import { readCsv } from './csv'
import { Unreadable, type ReadExam } from './exam'
import { readJson } from './json'
import { readMarkdown } from './markdown'
import { texts } from '../../texts'

/** More than any exam that fits a request; larger files are not opened at all. */
const MOST_BYTES = 20_000_000

/** Throws Unreadable. */
export async function readFile(file: File): Promise<ReadExam> {
  if (file.size > MOST_BYTES) throw new Unreadable(texts.create.exam.tooLarge)
  return readExam(decode(new Uint8Array(await file.arrayBuffer())), file.name)
}

/** Throws Unreadable. */
export function readExam(content: string, fileName: string): ReadExam {
  if (content.trim() === '') throw new Unreadable(texts.create.exam.emptyFile)
  const [, stem = fileName, ending = ''] = /^(.*)\.([^.]+)$/.exec(fileName) ?? []
  const title = stem.replace(/[_-]+/g, ' ').trim() || texts.create.exam.untitled
  switch (ending.toLowerCase()) {
    case 'json':
    case 'jsonl':
      return readJson(content, title)
    case 'csv':
    case 'tsv':
      return readCsv(content, title)
    default:
      return /^\s*[[{]/.test(content) ? readJson(content, title) : readMarkdown(content, title)
  }
}

/** Files of spreadsheets are not always UTF-8. */
export function decode(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}
