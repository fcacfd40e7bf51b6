/** Progress of a job for pages that are not ours: see docs/embedding.md. */
export { GenerationProvider, type GenerationProviderProps } from './GenerationProvider'
export { GenerationProgressModal, type GenerationProgressModalProps } from './GenerationProgressModal'
export { useGenerationProgress } from './useGenerationProgress'
export type {
  GenerationCallbacks,
  GenerationError,
  GenerationItem,
  GenerationJob,
  GenerationProgress,
  GenerationStatus,
  GenerationStep,
} from './types'
