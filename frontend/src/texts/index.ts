/** All texts of the page. */
import { common, session, shell } from './common'
import { create } from './create'
import { owned } from './owned'
import { progress } from './progress'
import { queue } from './queue'
import { reader } from './reader'
import { sharing } from './sharing'

export const texts = { common, session, shell, create, owned, progress, queue, reader, sharing }
