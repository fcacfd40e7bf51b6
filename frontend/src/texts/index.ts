/** All texts of the page. */
import { common, session, shell } from './common'
import { create } from './create'
import { progress } from './progress'
import { queue } from './queue'
import { reader } from './reader'

export const texts = { common, session, shell, create, progress, queue, reader }
