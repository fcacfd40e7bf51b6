/** Markdown: what a model wrote, as text with structure and nothing that runs, loads or leads astray. */
import { Component, type ComponentProps, type ReactNode } from 'react'
import ReactMarkdown, { type Components } from 'react-markdown'
import remarkGfm from 'remark-gfm'
import { texts } from '../texts'
import { headingsFrom } from './headings'
import classes from './Markdown.module.css'
import { safeAddress } from './references'

/**
 * Quotations in quotations and lists in lists, as nobody writes them: the parser takes time by the square
 * of their depth and more, and the page would stand still.
 */
const TOO_DEEP = /^(?:[ \t]{0,3}(?:>|(?:[-*+]|\d{1,9}[.)])[ \t])){50}/mu

/** `level`: of the highest heading in it, so that it continues the headings of the page around it. */
export function Markdown({ source, level, name }: { source: string; level: number; name: string }) {
  if (TOO_DEEP.test(source)) return <p className={classes.plain}>{source}</p>
  return (
    <div className={classes.prose} dir="auto">
      <AsItIs key={source} source={source}>
        <ReactMarkdown
          remarkPlugins={[remarkGfm]}
          // Ids of footnotes: several lessons may stand on one page.
          remarkRehypeOptions={{ clobberPrefix: `${name}-` }}
          rehypePlugins={[[headingsFrom, level]]}
          urlTransform={address => (address.startsWith('#') ? address : safeAddress(address))}
          components={COMPONENTS}
        >
          {source}
        </ReactMarkdown>
      </AsItIs>
    </div>
  )
}

// HTML within comes out as text by itself, since nothing here parses it.
const COMPONENTS: Components = {
  a: ({ href, children, id, className }) => {
    if (!href) return <span>{children}</span>
    if (href.startsWith('#')) {
      return (
        <a href={href} id={id} className={className}>
          {children}
        </a>
      )
    }
    return (
      <a href={href} rel="noopener noreferrer nofollow" target="_blank">
        {children}
      </a>
    )
  },
  // Whoever's server it is on would be told that somebody reads this.
  img: ({ src, alt }) => {
    const label = texts.reader.lesson.image(alt?.trim() ? alt : texts.reader.lesson.noDescription)
    return typeof src === 'string' && src.startsWith('http') ? (
      <a href={src} rel="noopener noreferrer nofollow" target="_blank">
        {label}
      </a>
    ) : (
      <span>{label}</span>
    )
  },
  table: ({ children }) => (
    <Scrolling label={texts.reader.lesson.table}>
      <table>{children}</table>
    </Scrolling>
  ),
  pre: ({ children }) => (
    <Scrolling label={texts.reader.lesson.code}>
      <pre>{children}</pre>
    </Scrolling>
  ),
}

/** Scrolls within itself, by keyboard too. */
function Scrolling({ label, ...rest }: { label: string } & ComponentProps<'div'>) {
  return <div className={classes.scrolling} role="group" aria-label={label} tabIndex={0} {...rest} />
}

/** What the parser cannot follow is still a text. */
class AsItIs extends Component<{ source: string; children: ReactNode }, { failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError() {
    return { failed: true }
  }

  override render() {
    return this.state.failed ? <p className={classes.plain}>{this.props.source}</p> : this.props.children
  }
}
