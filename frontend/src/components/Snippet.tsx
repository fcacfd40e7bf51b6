/** Snippet: a short text with its code, lists and images; of spans alone, so that a label or legend may hold it. */
import { safeAddress } from '../reader/references'
import { texts } from '../texts'
import { blocksOf, type Block, type Inline } from './snippet'
import classes from './Snippet.module.css'

export function Snippet({ text, className }: { text: string; className?: string | undefined }) {
  return (
    <span className={`${classes.snippet ?? ''} ${className ?? ''}`} dir="auto">
      {blocksOf(text).map((block, index) => (
        <OneBlock key={index} block={block} />
      ))}
    </span>
  )
}

function OneBlock({ block }: { block: Block }) {
  switch (block.kind) {
    case 'code':
      return (
        <code className={classes.block} dir="ltr">
          {block.text}
        </code>
      )
    case 'list':
      return (
        <span role="list" className={classes.list} data-numbered={block.isNumbered || undefined}>
          {block.items.map((item, index) => (
            <span role="listitem" key={index}>
              <Inlines pieces={item} />
            </span>
          ))}
        </span>
      )
    case 'text':
      return (
        <span className={classes.text}>
          <Inlines pieces={block.pieces} />
        </span>
      )
  }
}

function Inlines({ pieces }: { pieces: readonly Inline[] }) {
  return pieces.map((piece, index) => <OnePiece key={index} piece={piece} />)
}

function OnePiece({ piece }: { piece: Inline }) {
  switch (piece.kind) {
    case 'code':
      return (
        <code className={classes.code} dir="ltr">
          {piece.text}
        </code>
      )
    case 'strong':
      return <strong>{piece.text}</strong>
    case 'image':
      return <ImageLink description={piece.text} address={piece.address} />
    default:
      return piece.text
  }
}

/** Not loaded: whoever's server it is on would be told that somebody reads this. */
function ImageLink({ description, address }: { description: string; address: string }) {
  const t = texts.reader.lesson
  const label = t.image(description.trim() || t.noDescription)
  const safe = safeAddress(address)
  return safe?.startsWith('http') ? (
    <a href={safe} rel="noopener noreferrer nofollow" target="_blank">
      {label}
    </a>
  ) : (
    <span>{label}</span>
  )
}
