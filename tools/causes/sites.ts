import { relative } from 'node:path';
import ts from 'typescript';

/** A call in a validator whose result is an error or errors: where a cause may come from. */
export interface CauseSite {
  /** Below `src/validate`. */
  readonly file: string;
  /** From 1, of the called name. */
  readonly line: number;
  readonly column: number;
  /** The call, on one line. */
  readonly text: string;
}

/** All sites of causes in the program of a tsconfig, below `folder`. */
export function causeSites(tsconfig: string, folder: string): CauseSite[] {
  const { config } = ts.readConfigFile(tsconfig, (path) => ts.sys.readFile(path)) as { config: unknown };
  const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, ts.sys.resolvePath(`${tsconfig}/..`));
  const program = ts.createProgram({ rootNames: fileNames.filter((name) => name.includes('/src/')), options });
  const checker = program.getTypeChecker();
  return program
    .getSourceFiles()
    .filter(({ fileName }) => fileName.startsWith(`${folder}/`))
    .flatMap((source) => {
      const sites: CauseSite[] = [];
      const visit = (node: ts.Node): void => {
        if (ts.isCallExpression(node) && isErrors(checker, checker.getTypeAtLocation(node)) && !isAboutErrors(checker, node)) {
          const name = ts.isPropertyAccessExpression(node.expression) ? node.expression.name : node.expression;
          const { line, character } = source.getLineAndCharacterOfPosition(name.getStart(source));
          const text = node.getText(source).replace(/\s+/g, ' ');
          sites.push({ file: relative(folder, source.fileName), line: line + 1, column: character + 1, text });
        }
        ts.forEachChild(node, visit);
      };
      visit(source);
      return sites;
    });
}

/** Whether a call is given the errors that it answers: those come from elsewhere. */
const isAboutErrors = (checker: ts.TypeChecker, { expression, arguments: given }: ts.CallExpression): boolean =>
  [...given, ...(ts.isPropertyAccessExpression(expression) ? [expression.expression] : [])].some((part) =>
    isErrors(checker, checker.getTypeAtLocation(part)),
  );

/** Whether a type is `FieldError`, one that extends it, or a list of them. */
function isErrors(checker: ts.TypeChecker, type: ts.Type): boolean {
  const [element] = checker.isArrayType(type) ? checker.getTypeArguments(type as ts.TypeReference) : [type];
  return element !== undefined && isError(element);
}

function isError(type: ts.Type): boolean {
  if (type.symbol?.name === 'FieldError') return true;
  return (
    type.isClassOrInterface() &&
    (type.symbol.declarations ?? []).some((declaration) => declaration.getText().includes('extends FieldError'))
  );
}
