const URL = /\b(?:https?|ftp|file):\/\/\S+|\bwww\.\S+/g;
const CODE_LINE =
  /^(?:diff |index [0-9a-f]{7}|@@ |[+-]{3} |[+-][^\s+-]|[+-]\s{2,}\S|\$ \S|#include\b|#define\b|\s*(?:\/\/|\/\*|\*\/|\})|\s*(?:if|for|while|switch|return|const|let|var|int|void|char|static|struct|def|class|import|export|public|private)\b.*[;{(:]\s*$)|[;{}]\s*$|^\s{4,}\S.*[=();<>|\\]|^\.(?:B|I|BR|IR|PP|TP|SH|SS|RS|RE|EX|EE)\b/;
const TABLE_LINE = /^\s*\|.*\|\s*$|\S(?:\t| {3,})\S.*(?:\t| {3,})\S|^[\s+|=-]{6,}$/;

/** Share, 0 to 1, of a text's characters that are code, links or tables: nobody's way of writing. */
export function codeShare(text: string): number {
  let all = 0;
  let code = 0;
  for (const line of text.split('\n')) {
    const written = line.trim().length;
    if (written === 0) continue;
    all += written;
    const head = line.slice(0, 400);
    if (CODE_LINE.test(head) || TABLE_LINE.test(head)) code += written;
    else for (const [url] of line.matchAll(URL)) code += url.length;
  }
  return all === 0 ? 0 : code / all;
}
