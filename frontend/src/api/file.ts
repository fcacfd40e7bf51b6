/** File: an answer that is to be saved. */

export interface ApiFile {
  readonly name: string
  readonly content: Blob
}

export async function fileOf(response: Response): Promise<ApiFile> {
  return { name: nameIn(response.headers.get('Content-Disposition') ?? ''), content: await response.blob() }
}

/** Name in a Content-Disposition of the service, which writes it in both forms of RFC 6266. */
export function nameIn(disposition: string): string {
  const extended = /filename\*=UTF-8''([^;]+)/u.exec(disposition)?.[1]
  const plain = /filename="([^"]+)"/u.exec(disposition)?.[1]
  try {
    return (extended && decodeURIComponent(extended)) || plain || OTHERWISE
  } catch {
    return plain ?? OTHERWISE
  }
}

/** Where a proxy on the way has dropped the header. */
const OTHERWISE = 'export.md'
