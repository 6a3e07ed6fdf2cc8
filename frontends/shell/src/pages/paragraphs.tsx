/** Plain words of operations, a paragraph a line. Nothing in them is a command to the page. */
export const Paragraphs = ({ text }: { text: string }) =>
  text
    .split('\n')
    .filter((line) => line.trim())
    .map((line, index) => (
      <p key={index} style={{ marginTop: 8, overflowWrap: 'anywhere' }}>
        {line}
      </p>
    ));
