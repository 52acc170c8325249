using System.Buffers;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Errors;

namespace Switchboard.Protocol.Anthropic;

/// <summary>
/// Writes a message stream. Stop reason and usage share the last <c>message_delta</c>, so both wait for the end; content never waits.
/// </summary>
internal sealed class AnthropicStreamWriter(ChatReplyOptions options) : IChatStreamWriter
{
    /// <summary>The caller's index of each open block.</summary>
    private readonly Dictionary<int, int> _open = [];
    private readonly AnthropicFrames _frames = new();
    private DeltaFrame? _repeated;
    private int _next;
    private bool _started;
    private bool _ended;
    private bool _calls;
    private bool _refuses;
    private FinishReason _finish;
    private string? _stopSequence;
    private TokenUsage _usage;

    public void Write(in ChatUpdate update, IBufferWriter<byte> output)
    {
        if (_ended)
        {
            return;
        }

        switch (update.Kind)
        {
            case ChatUpdateKind.Start:
                _usage = update.Usage;
                Start(output, update.Id, update.Text);
                break;
            case ChatUpdateKind.BlockEnd:
                Stop(output, update.Block);
                break;
            case ChatUpdateKind.Finish:
                _finish = update.Finish;
                _stopSequence = update.Text;
                break;
            case ChatUpdateKind.Usage:
                _usage = update.Usage;
                break;
            case ChatUpdateKind.Error:
                _ended = true;
                ErrorWriter.WriteStreamError(Dialect.AnthropicMessages, update.Error!, options.RequestId, output);
                break;
            default:
                Content(update, output);
                break;
        }
    }

    public bool TryWrite(in ChatDelta delta, IBufferWriter<byte> output)
    {
        if (_ended || !_open.ContainsKey(delta.Block))
        {
            return false;
        }

        if (_repeated?.Fits(delta) != true)
        {
            var pattern = new ArrayBufferWriter<byte>(512);
            Write(ChatUpdate.Delta(delta.Kind, delta.Block, DeltaFrame.Hole), pattern);
            _repeated = new(delta, pattern.WrittenSpan);
        }

        _repeated.Write(delta.Json, output);
        return true;
    }

    public void Complete(IBufferWriter<byte> output)
    {
        if (_ended)
        {
            return;
        }

        _ended = true;
        Start(output, id: null, model: null);
        foreach (var block in _open.Keys.Order().ToList())
        {
            Stop(output, block);
        }

        var writer = _frames.Open(output, "message_delta"u8);
        writer.WriteStartObject("delta"u8);
        writer.WriteString("stop_reason"u8, AnthropicFinish.Write(_finish, _calls, _refuses));
        writer.WriteString("stop_sequence"u8, _stopSequence);
        writer.WriteEndObject();
        AnthropicUsage.Write(writer, _usage);
        _frames.Close(output);
        _frames.Open(output, "message_stop"u8);
        _frames.Close(output);
    }

    private void Content(in ChatUpdate update, IBufferWriter<byte> output)
    {
        Start(output, id: null, model: null);
        if (!_open.TryGetValue(update.Block, out var index))
        {
            if (update.Kind == ChatUpdateKind.ToolArguments)
            {
                return;
            }

            index = _open[update.Block] = _next++;
            BlockStart(output, index, update);
        }

        _calls |= update.Kind == ChatUpdateKind.ToolCall;
        _refuses |= update.Kind == ChatUpdateKind.Refusal;
        switch (update.Kind)
        {
            case ChatUpdateKind.Text or ChatUpdateKind.Refusal:
                Delta(output, index, "text_delta"u8, "text"u8, update.Text!);
                break;
            case ChatUpdateKind.Thinking:
                Delta(output, index, "thinking_delta"u8, "thinking"u8, update.Text!);
                break;
            case ChatUpdateKind.Signature:
                Delta(output, index, "signature_delta"u8, "signature"u8, update.Text!);
                break;
            case ChatUpdateKind.ToolArguments:
                Delta(output, index, "input_json_delta"u8, "partial_json"u8, update.Text!);
                break;
        }
    }

    private void Start(IBufferWriter<byte> output, string? id, string? model)
    {
        if (_started)
        {
            return;
        }

        _started = true;
        var writer = _frames.Open(output, "message_start"u8);
        writer.WriteStartObject("message"u8);
        writer.WriteString("id"u8, id is { Length: > 0 } ? id : options.Id ?? AnthropicIds.NewMessage());
        writer.WriteString("type"u8, "message"u8);
        writer.WriteString("role"u8, "assistant"u8);
        writer.WriteString("model"u8, options.Model ?? model);
        writer.WriteStartArray("content"u8);
        writer.WriteEndArray();
        writer.WriteNull("stop_reason"u8);
        writer.WriteNull("stop_sequence"u8);
        AnthropicUsage.Write(writer, _usage);
        writer.WriteEndObject();
        _frames.Close(output);
    }

    private void BlockStart(IBufferWriter<byte> output, int index, in ChatUpdate update)
    {
        var writer = _frames.Open(output, "content_block_start"u8);
        writer.WriteNumber("index"u8, index);
        writer.WriteStartObject("content_block"u8);
        switch (update.Kind)
        {
            case ChatUpdateKind.ToolCall:
                writer.WriteString("type"u8, "tool_use"u8);
                writer.WriteString("id"u8, update.Id);
                writer.WriteString("name"u8, update.Text);
                writer.WriteStartObject("input"u8);
                writer.WriteEndObject();
                AnthropicCaller.Write(writer);
                break;
            case ChatUpdateKind.Thinking or ChatUpdateKind.Signature:
                writer.WriteString("type"u8, "thinking"u8);
                writer.WriteString("thinking"u8, ""u8);
                writer.WriteString("signature"u8, ""u8);
                break;
            case ChatUpdateKind.RedactedThinking:
                writer.WriteString("type"u8, "redacted_thinking"u8);
                writer.WriteString("data"u8, update.Text);
                break;
            default:
                writer.WriteString("type"u8, "text"u8);
                writer.WriteString("text"u8, ""u8);
                break;
        }

        writer.WriteEndObject();
        _frames.Close(output);
    }

    private void Delta(IBufferWriter<byte> output, int index, ReadOnlySpan<byte> type, ReadOnlySpan<byte> field, string text)
    {
        var writer = _frames.Open(output, "content_block_delta"u8);
        writer.WriteNumber("index"u8, index);
        writer.WriteStartObject("delta"u8);
        writer.WriteString("type"u8, type);
        writer.WriteString(field, text);
        writer.WriteEndObject();
        _frames.Close(output);
    }

    private void Stop(IBufferWriter<byte> output, int block)
    {
        if (_open.Remove(block, out var index))
        {
            _frames.Open(output, "content_block_stop"u8).WriteNumber("index"u8, index);
            _frames.Close(output);
        }
    }
}
