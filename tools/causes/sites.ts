import { relative } from 'node:path';
import ts from 'typescript';

/** A call whose result is an error or errors: where a cause may come from. */
export interface CauseSite {
  /** Below the folder that was asked about. */
  readonly file: string;
  /** From 1, of the called name. */
  readonly line: number;
  readonly column: number;
  /** The function or constant of the file that the call stands in. */
  readonly within: string;
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
      const visit = (node: ts.Node, within: string): void => {
        if (ts.isCallExpression(node) && answersErrors(checker, node)) {
          const name = ts.isPropertyAccessExpression(node.expression) ? node.expression.name : node.expression;
          const { line, character } = source.getLineAndCharacterOfPosition(name.getStart(source));
          const text = node.getText(source).replace(/\s+/g, ' ');
          sites.push({ file: relative(folder, source.fileName), line: line + 1, column: character + 1, within, text });
        }
        ts.forEachChild(node, (child) => visit(child, within === '' ? nameOf(child) : within));
      };
      visit(source, '');
      return sites;
    });
}

/** What a statement of a file declares. */
const nameOf = (node: ts.Node): string =>
  (ts.isFunctionDeclaration(node) || ts.isVariableDeclaration(node) || ts.isClassDeclaration(node)) &&
  node.name &&
  ts.isIdentifier(node.name)
    ? node.name.text
    : '';

/** Whether what a call answers is made there and told: not counted only. */
const answersErrors = (checker: ts.TypeChecker, call: ts.CallExpression): boolean =>
  isErrors(checker, checker.getTypeAtLocation(call)) &&
  !isAboutErrors(checker, call) &&
  !(ts.isPropertyAccessExpression(call.parent) && call.parent.name.text === 'length');

/** Whether a call is given the errors that it answers: those come from elsewhere. */
const isAboutErrors = (checker: ts.TypeChecker, { expression, arguments: given }: ts.CallExpression): boolean =>
  [...given, ...(ts.isPropertyAccessExpression(expression) ? [expression.expression] : [])].some((part) =>
    isErrors(checker, checker.getTypeAtLocation(part)),
  );

/** Whether a type is `FieldError`, one that extends it or has one as its `error`, or a list of them; it may be absent. */
function isErrors(checker: ts.TypeChecker, type: ts.Type): boolean {
  const present = checker.getNonNullableType(type);
  const [element] = checker.isArrayType(present) ? checker.getTypeArguments(present as ts.TypeReference) : [present];
  return element !== undefined && isError(checker, element);
}

function isError(checker: ts.TypeChecker, type: ts.Type): boolean {
  if (type.symbol?.name === 'FieldError') return true;
  if (type.isClassOrInterface() && (type.symbol.declarations ?? []).some((each) => each.getText().includes('extends FieldError')))
    return true;
  const error = type.getProperty('error');
  return error !== undefined && checker.getTypeOfSymbol(error).symbol?.name === 'FieldError';
}
