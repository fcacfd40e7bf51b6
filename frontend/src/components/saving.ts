/** Saving: hands a file to the browser, which saves it as it saves downloads. */
import type { ApiFile } from '../api/file'

export function save({ name, content }: ApiFile): void {
  const address = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  URL.revokeObjectURL(address)
}
