-- Opens the fixture, waits for diagnostics, edits, hovers and completes; writes what it saw to $REPORT.
local report = io.open(vim.env.REPORT, 'w')
local failures = 0

local function expect(name, good, seen)
  if not good then failures = failures + 1 end
  report:write((good and 'ok ' or 'FAILED ') .. name .. (good and '' or ': ' .. vim.inspect(seen)) .. '\n')
  report:flush()
end

local function finish()
  report:write(failures == 0 and 'all as expected\n' or failures .. ' failed\n')
  report:close()
  vim.cmd('qa!')
end

local function request(method, line, character)
  local answers = vim.lsp.buf_request_sync(0, method, {
    textDocument = vim.lsp.util.make_text_document_params(),
    position = { line = line, character = character },
  }, 10000)
  for _, answer in pairs(answers or {}) do return answer.result end
end

local function diagnostics_when(condition)
  local seen = {}
  vim.wait(20000, function()
    seen = vim.diagnostic.get(0)
    return condition(seen)
  end, 50)
  return seen
end

local function errors(all)
  return vim.tbl_filter(function(d) return d.severity == vim.diagnostic.severity.ERROR end, all)
end

local ok, problem = pcall(function()
  local client = vim.lsp.start_client({ name = 'drydock', cmd = { 'node', vim.env.SERVER, 'lsp', '--stdio' }, root_dir = vim.fn.getcwd() })
  vim.lsp.buf_attach_client(0, client)

  local seen = errors(diagnostics_when(function(all) return #errors(all) > 0 end))
  expect('one error is shown', #seen == 1, seen)
  expect('it stands at the value of replicas', seen[1] and seen[1].lnum == 5 and seen[1].col == 12 and seen[1].end_col == 14, seen)
  expect('in the words of the API server', seen[1] and seen[1].message:find('must be greater than or equal to 0', 1, true) ~= nil, seen)

  local hover = request('textDocument/hover', 5, 4)
  local text = hover and vim.inspect(hover.contents) or ''
  expect('hover tells the type of replicas', text:find('int32', 1, true) ~= nil, hover)

  vim.api.nvim_buf_set_lines(0, 5, 6, false, { '  replicas: 2' })
  seen = errors(diagnostics_when(function(all) return #errors(all) == 0 end))
  expect('mending the value removes the error', #seen == 0, seen)

  vim.api.nvim_buf_set_lines(0, 15, 16, false, { '          imagePullPolicy: ' })
  local result = request('textDocument/completion', 15, 27)
  local labels = vim.tbl_map(function(item) return item.label end, (result and result.items) or result or {})
  expect('completion offers the allowed values', vim.tbl_contains(labels, 'Always') and vim.tbl_contains(labels, 'Never'), labels)

  vim.api.nvim_buf_set_lines(0, 15, 16, false, { '          ' })
  result = request('textDocument/completion', 15, 10)
  labels = vim.tbl_map(function(item) return item.label end, (result and result.items) or result or {})
  expect('completion offers missing keys', vim.tbl_contains(labels, 'resources'), labels)
  expect('and none that is there', not vim.tbl_contains(labels, 'image'), labels)
end)
if not ok then expect('no Lua error', false, problem) end
finish()
