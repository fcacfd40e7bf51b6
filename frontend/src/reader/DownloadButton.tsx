/** DownloadButton: asks the service for a file and lets the browser save it. */
import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { IconDownload } from '@tabler/icons-react'
import type { ApiFile } from '../api/file'
import { save } from '../components/saving'
import { tellFailed } from '../components/telling'
import { texts } from '../texts'

const t = texts.reader.actions

export function DownloadButton({ load }: { load: () => Promise<ApiFile> }) {
  const download = useMutation({
    mutationFn: load,
    onSuccess: save,
    onError: error => tellFailed(t.downloadFailed, error),
  })
  return (
    <Button
      variant="default"
      leftSection={<IconDownload size={18} aria-hidden />}
      aria-label={t.downloadLabel}
      loading={download.isPending}
      onClick={() => download.mutate()}
    >
      {t.download}
    </Button>
  )
}
