/** A page that is not ours, with a sign-in of its own and no word of Mantine. See docs/embedding.md. */
import { createElement as h, StrictMode, useCallback, useState } from 'react'
import { createRoot } from 'react-dom/client'
import {
  GenerationProgressModal,
  GenerationProvider,
  useGenerationProgress,
} from '../../../dist-embedding/index.js'

const settings = new URLSearchParams(location.search)

async function token(renew) {
  const response = await fetch(`/token${renew ? '?renew' : ''}`)
  return response.text()
}

function Line({ jobId, tell }) {
  const { job, connection, cancel } = useGenerationProgress(jobId, {
    onComplete: done => tell(`complete ${done.artifact.course_id}`),
    onError: error => tell(`error ${error.code}`),
    onCancelled: gone => tell(`cancelled ${gone.jobId}`),
  })
  return h(
    'p',
    { id: 'line' },
    job ? `${job.status} ${job.progress} ${connection}` : 'loading',
    h('button', { onClick: () => void cancel() }, 'Stop'),
  )
}

function Host() {
  const [told, setTold] = useState([])
  const [shown, setShown] = useState(null)
  const tell = useCallback(text => setTold(before => [...before, text]), [])
  const jobId = settings.get('job')
  return h(
    GenerationProvider,
    { origin: settings.get('api'), token },
    h('h1', null, 'Another page'),
    h('button', { id: 'open', onClick: () => setShown(jobId) }, 'How far is it?'),
    h(Line, { jobId, tell }),
    h('ul', { id: 'told' }, ...told.map((text, index) => h('li', { key: index }, text))),
    h(GenerationProgressModal, {
      jobId: shown,
      onClose: () => setShown(null),
      onComplete: () => tell('modal complete'),
      artifactHref: artifact => `/my/courses/${artifact.course_id}`,
    }),
  )
}

createRoot(document.getElementById('root')).render(h(StrictMode, null, h(Host)))
