import { cleanup } from '@testing-library/react'
import { afterEach } from 'vitest'

afterEach(cleanup)

// The document of these tests has no fonts, whose arrival some fields wait for.
if (!('fonts' in document)) Object.defineProperty(document, 'fonts', { value: new EventTarget() })
