import { QueryClientProvider, type QueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { BrowserRouter, Link, Route, Routes } from 'react-router'
import { Button } from '@mantine/core'
import { ApiClient } from './api/client'
import { ApiContext } from './api/context'
import { newQueryClient } from './api/queries'
import { Empty } from './components/states'
import { SignIn } from './session/SignIn'
import { useSession } from './session/session'
import { OpenShell } from './shell/OpenShell'
import { Shell } from './shell/Shell'
import { texts } from './texts'
import {
  BatchPage,
  Batches,
  CoursePage,
  Create,
  Figures,
  Home,
  JobPage,
  LessonEditor,
  Library,
  Operations,
  ProgramPage,
  Queue,
  Settings,
  SamplePage,
  SharedPage,
} from './views'

/** What may be seen without signing in; it knows nobody, and so links to nothing that is somebody's. */
export function OpenApp({ queries }: { queries: QueryClient }) {
  return (
    <QueryClientProvider client={queries}>
      <BrowserRouter>
        <OpenShell>
          <Routes>
            <Route path="/c/:slug/:lessonId?" element={<SharedPage />} />
            <Route path="*" element={<Empty title={texts.common.notFound} />} />
          </Routes>
        </OpenShell>
      </BrowserRouter>
    </QueryClientProvider>
  )
}

/** Whether an address is one of OpenApp. */
export function isOpen(pathname: string): boolean {
  return pathname.startsWith('/c/')
}

export function App({ configuration }: { configuration: QueryClient }) {
  return (
    <QueryClientProvider client={configuration}>
      <SignIn>
        <Person />
      </SignIn>
    </QueryClientProvider>
  )
}

/** Everything that belongs to one person; another one begins with an empty cache. */
function Person() {
  const session = useSession()
  return <Page key={session.owner} />
}

function Page() {
  const { token } = useSession()
  const api = useMemo(() => new ApiClient(token), [token])
  const queries = useMemo(() => newQueryClient(), [])
  return (
    <ApiContext value={api}>
      <QueryClientProvider client={queries}>
        <BrowserRouter>
          <Views />
        </BrowserRouter>
      </QueryClientProvider>
    </ApiContext>
  )
}

function Views() {
  return (
    <Routes>
      <Route element={<Shell />}>
        <Route index element={<Home />} />
        <Route path="/new/*" element={<Create />} />
        <Route path="/queue" element={<Queue />} />
        <Route path="/batches" element={<Batches />} />
        <Route path="/batches/:batchId" element={<BatchPage />} />
        <Route path="/jobs/:jobId" element={<JobPage />} />
        <Route path="/courses" element={<Library />} />
        <Route path="/courses/:courseId/:lessonId?" element={<CoursePage />} />
        <Route path="/courses/:courseId/:lessonId/edit" element={<LessonEditor />} />
        <Route path="/programs/:programId" element={<ProgramPage />} />
        <Route path="/figures" element={<Figures />} />
        <Route path="/settings/*" element={<Settings />} />
        <Route path="/sample/:lessonId?" element={<SamplePage />} />
        <Route path="/operations" element={<Operations />} />
        <Route path="*" element={<Missing />} />
      </Route>
    </Routes>
  )
}

function Missing() {
  return (
    <Empty
      title={texts.common.notFound}
      text={texts.common.notFoundText}
      action={
        <Button component={Link} to="/courses" variant="default">
          {texts.shell.library}
        </Button>
      }
    />
  )
}
