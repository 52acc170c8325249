using System.Buffers;
using System.Text.Json;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Errors;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.OpenAi;

/// <summary>Writes a stream of <c>chat.completion.chunk</c>, ended by <c>[DONE]</c>.</summary>
internal sealed class OpenAiStreamWriter(ChatReplyOptions options) : IChatStreamWriter
{
    private readonly Dictionary<int, int> _callIndex = [];
    private readonly HashSet<int> _withoutArguments = [];
    private Utf8JsonWriter? _writer;
    private DeltaFrame? _repeated;
    private string? _id;
    private string? _model;
    private bool _started;
    private bool _ended;
    private TokenUsage? _usage;

    /// <summary>The seal of the thought right before, which belongs to the next call.</summary>
    private string? _seal;

    public void Write(in ChatUpdate update, IBufferWriter<byte> output)
    {
        if (_ended)
        {
            return;
        }

        switch (update.Kind)
        {
            case ChatUpdateKind.Start:
                (_id, _model) = (update.Id, update.Text);
                Start(output);
                break;
            case ChatUpdateKind.Text:
                _seal = null;
                Delta(output, "content"u8, update.Text!, update.Logprobs);
                break;
            case ChatUpdateKind.Thinking:
                Delta(output, "reasoning_content"u8, update.Text!);
                break;
            case ChatUpdateKind.Signature:
                _seal = ThoughtSeal.ForGemini(update.Text);
                break;
            case ChatUpdateKind.Refusal:
                Delta(output, "refusal"u8, update.Text!);
                break;
            case ChatUpdateKind.ToolCall:
                ToolCall(output, update);
                break;
            case ChatUpdateKind.ToolArguments:
                Arguments(output, update.Block, update.Text!);
                break;
            case ChatUpdateKind.BlockEnd:
                EndCall(output, update.Block);
                break;
            case ChatUpdateKind.Finish:
                Finish(output, update.Finish);
                break;
            case ChatUpdateKind.Usage:
                _usage = update.Usage;
                break;
            case ChatUpdateKind.Error:
                _ended = true;
                ErrorWriter.WriteStreamError(Dialect.OpenAiChat, update.Error!, options.RequestId, output);
                break;
        }
    }

    public bool TryWrite(in ChatDelta delta, IBufferWriter<byte> output)
    {
        if (_ended || !_started || (delta.Kind == ChatUpdateKind.ToolArguments && !_callIndex.ContainsKey(delta.Block)))
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
        if (options.IncludeUsage && _usage is { } usage)
        {
            var writer = Open(output);
            writer.WriteStartArray("choices"u8);
            writer.WriteEndArray();
            OpenAiUsage.Write(writer, usage);
            Close(output);
        }

        output.Write("data: [DONE]\n\n"u8);
    }

    private void Start(IBufferWriter<byte> output)
    {
        if (_started)
        {
            return;
        }

        _started = true;
        var writer = OpenDelta(output);
        writer.WriteString("role"u8, "assistant"u8);
        writer.WriteString("content"u8, ""u8);
        CloseDelta(output, finish: null);
    }

    private void Delta(IBufferWriter<byte> output, ReadOnlySpan<byte> field, string text, IReadOnlyList<TokenLogprob>? logprobs = null)
    {
        Start(output);
        OpenDelta(output).WriteString(field, text);
        CloseDelta(output, finish: null, logprobs);
    }

    private void ToolCall(IBufferWriter<byte> output, in ChatUpdate update)
    {
        Start(output);
        var index = _callIndex.Count;
        _callIndex[update.Block] = index;
        _withoutArguments.Add(update.Block);
        var writer = OpenDelta(output);
        OpenCall(writer, index);
        writer.WriteString("id"u8, update.Id);
        writer.WriteString("type"u8, "function"u8);
        writer.WriteStartObject("function"u8);
        writer.WriteString("name"u8, update.Text);
        writer.WriteString("arguments"u8, ""u8);
        writer.WriteEndObject();
        OpenAiSeal.Write(writer, _seal);
        _seal = null;
        CloseCall(output, writer);
    }

    private void Arguments(IBufferWriter<byte> output, int block, string delta)
    {
        if (!_callIndex.TryGetValue(block, out var index))
        {
            return;
        }

        _withoutArguments.Remove(block);
        var writer = OpenDelta(output);
        OpenCall(writer, index);
        writer.WriteStartObject("function"u8);
        writer.WriteString("arguments"u8, delta);
        writer.WriteEndObject();
        CloseCall(output, writer);
    }

    /// <summary>A call without arguments gets an empty object: clients parse the sum of the deltas, and empty text is not JSON.</summary>
    private void EndCall(IBufferWriter<byte> output, int block)
    {
        if (_withoutArguments.Contains(block))
        {
            Arguments(output, block, "{}");
        }
    }

    private void Finish(IBufferWriter<byte> output, FinishReason reason)
    {
        Start(output);
        foreach (var block in _withoutArguments.ToList())
        {
            EndCall(output, block);
        }

        OpenDelta(output);
        CloseDelta(output, OpenAiFinish.Write(reason));
    }

    private static void OpenCall(Utf8JsonWriter writer, int index)
    {
        writer.WriteStartArray("tool_calls"u8);
        writer.WriteStartObject();
        writer.WriteNumber("index"u8, index);
    }

    private void CloseCall(IBufferWriter<byte> output, Utf8JsonWriter writer)
    {
        writer.WriteEndObject();
        writer.WriteEndArray();
        CloseDelta(output, finish: null);
    }

    private Utf8JsonWriter OpenDelta(IBufferWriter<byte> output)
    {
        var writer = Open(output);
        writer.WriteStartArray("choices"u8);
        writer.WriteStartObject();
        writer.WriteNumber("index"u8, 0);
        writer.WriteStartObject("delta"u8);
        return writer;
    }

    private void CloseDelta(IBufferWriter<byte> output, string? finish, IReadOnlyList<TokenLogprob>? logprobs = null)
    {
        var writer = _writer!;
        writer.WriteEndObject();
        OpenAiLogprobs.WriteChoice(writer, logprobs);
        writer.WriteString("finish_reason"u8, finish);
        writer.WriteEndObject();
        writer.WriteEndArray();
        if (options.IncludeUsage)
        {
            writer.WriteNull("usage"u8);
        }

        Close(output);
    }

    private Utf8JsonWriter Open(IBufferWriter<byte> output)
    {
        output.Write("data: "u8);
        if (_writer is null)
        {
            _writer = JsonOutput.Over(output);
        }
        else
        {
            _writer.Reset(output);
        }

        _writer.WriteStartObject();
        _writer.WriteString("id"u8, _id is { Length: > 0 } ? _id : _id = options.Id ?? OpenAiIds.NewCompletion());
        _writer.WriteString("object"u8, "chat.completion.chunk"u8);
        _writer.WriteNumber("created"u8, options.Created.ToUnixTimeSeconds());
        _writer.WriteString("model"u8, options.Model ?? _model);
        return _writer;
    }

    private void Close(IBufferWriter<byte> output)
    {
        _writer!.WriteEndObject();
        _writer.Flush();
        output.Write("\n\n"u8);
    }
}
