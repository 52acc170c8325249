using System.Buffers;
using System.Text.Json;
using Switchboard.Protocol.Chat;

namespace Switchboard.Protocol.Responses;

/// <summary>
/// Writes a responses' stream: each block is an output item, begun with its first words and told whole at its end; the last event tells the
/// whole response. So what was streamed is kept until then.
/// </summary>
internal sealed class ResponsesStreamWriter(ChatReplyOptions options) : IChatStreamWriter
{
    private readonly ResponsesFrames _frames = new();
    private readonly List<ResponsesOpenItem> _items = [];
    private ResponsesEnvelope? _envelope;
    private FinishReason _finish;
    private TokenUsage? _usage;
    private bool _ended;

    public void Write(in ChatUpdate update, IBufferWriter<byte> output)
    {
        if (_ended)
        {
            return;
        }

        switch (update.Kind)
        {
            case ChatUpdateKind.Start:
                Start(output, update.Id, update.Text);
                break;
            case ChatUpdateKind.BlockEnd:
                var block = update.Block;
                if (_items.Find(known => known.Block == block && !known.Done) is { } item)
                {
                    End(output, item, "completed"u8);
                }

                break;
            case ChatUpdateKind.Finish:
                _finish = update.Finish;
                break;
            case ChatUpdateKind.Usage:
                _usage = update.Usage;
                break;
            case ChatUpdateKind.Error:
                Start(output, id: null, model: null);
                _ended = true;
                Whole(output, "response.failed"u8, ResponsesEnd.Failed(update.Error!));
                break;
            default:
                Content(update, output);
                break;
        }
    }

    public bool TryWrite(in ChatDelta delta, IBufferWriter<byte> output)
    {
        var kind = delta.Kind == ChatUpdateKind.ToolArguments ? ChatUpdateKind.ToolCall : delta.Kind;
        if (_ended || _items is not [.., { Done: false, Speaks: true } item] || item.Block != delta.Block || item.Kind != kind)
        {
            return false;
        }

        if (item.Repeated is null)
        {
            var pattern = new ArrayBufferWriter<byte>(512);
            var next = _frames.Next;
            DeltaEvent(pattern, item, DeltaFrame.Hole);
            _frames.Next = next;
            item.Repeated = new(delta, pattern.WrittenSpan, "\"sequence_number\""u8);
        }

        item.Append(delta.Json);
        item.Repeated.Write(delta.Json, _frames.Next++, output);
        return true;
    }

    public void Complete(IBufferWriter<byte> output)
    {
        if (_ended)
        {
            return;
        }

        Start(output, id: null, model: null);
        _ended = true;
        var end = ResponsesEnd.Of(_finish, _items.Exists(static item => item.Kind == ChatUpdateKind.Refusal));
        foreach (var item in _items.Where(static item => !item.Done).ToList())
        {
            End(output, item, end.IsIncomplete ? "incomplete"u8 : "completed"u8);
        }

        Whole(output, end.IsIncomplete ? "response.incomplete"u8 : "response.completed"u8, end);
    }

    private void Start(IBufferWriter<byte> output, string? id, string? model)
    {
        if (_envelope is null)
        {
            _envelope = new(options, id, model, created: null);
            Whole(output, "response.created"u8, ResponsesEnd.InProgress);
            Whole(output, "response.in_progress"u8, ResponsesEnd.InProgress);
        }
    }

    /// <summary>An event that tells the whole response as it is now.</summary>
    private void Whole(IBufferWriter<byte> output, ReadOnlySpan<byte> type, in ResponsesEnd end)
    {
        var writer = _frames.Open(output, type);
        writer.WriteStartObject("response"u8);
        _envelope!.Open(writer, end);
        for (var at = 0; at < _items.Count; at++)
        {
            var cut = !_items[at].Done || (end.IsIncomplete && at == _items.Count - 1);
            ResponsesOutput.Item(writer, _items[at].ToPart(), _items[at].Id, cut ? "incomplete"u8 : "completed"u8);
        }

        ResponsesEnvelope.Close(writer, end.Status == "in_progress" ? null : _usage);
        writer.WriteEndObject();
        _frames.Close(output);
    }

    private void Content(in ChatUpdate update, IBufferWriter<byte> output)
    {
        Start(output, id: null, model: null);
        var block = update.Block;
        var item = _items.Find(known => known.Block == block);
        if (item is null)
        {
            // Arguments of a call that was never named have no place.
            if (update.Kind == ChatUpdateKind.ToolArguments)
            {
                return;
            }

            item = new(_items.Count, _envelope!.Id, update);
            _items.Add(item);
            Begin(output, item);
        }

        if (item.Done)
        {
            return;
        }

        switch (update.Kind)
        {
            case ChatUpdateKind.Text or ChatUpdateKind.Refusal or ChatUpdateKind.ToolArguments:
                item.Logprobs.AddRange(update.Logprobs ?? []);
                Delta(output, item, update.Text!, update.Logprobs);
                break;
            case ChatUpdateKind.Thinking:
                if (!item.Speaks)
                {
                    Summary(output, item, "response.reasoning_summary_part.added"u8, string.Empty);
                }

                Delta(output, item, update.Text!);
                break;
            case ChatUpdateKind.Signature or ChatUpdateKind.RedactedThinking:
                item.Seal.Append(update.Text);
                break;
        }
    }

    private void Begin(IBufferWriter<byte> output, ResponsesOpenItem item)
    {
        Item(output, item, "response.output_item.added"u8, "in_progress"u8);
        if (item.IsMessage)
        {
            Part(output, item, "response.content_part.added"u8);
        }
    }

    private void End(IBufferWriter<byte> output, ResponsesOpenItem item, ReadOnlySpan<byte> status)
    {
        if (item.Kind == ChatUpdateKind.ToolCall && !item.Speaks)
        {
            // Clients parse the arguments, and empty text is not JSON.
            Delta(output, item, "{}");
        }

        item.Done = true;
        var text = item.Whole();
        switch (item.Kind)
        {
            case ChatUpdateKind.ToolCall:
                var writer = OpenAt(output, item, "response.function_call_arguments.done"u8);
                writer.WriteString("name"u8, item.Name);
                writer.WriteString("arguments"u8, text);
                _frames.Close(output);
                break;
            case ChatUpdateKind.Text:
                writer = OpenContent(output, item, "response.output_text.done"u8);
                writer.WriteString("text"u8, text);
                OpenAi.OpenAiLogprobs.Write(writer, "logprobs"u8, item.Logprobs);
                _frames.Close(output);
                Part(output, item, "response.content_part.done"u8);
                break;
            case ChatUpdateKind.Refusal:
                OpenContent(output, item, "response.refusal.done"u8).WriteString("refusal"u8, text);
                _frames.Close(output);
                Part(output, item, "response.content_part.done"u8);
                break;
            case ChatUpdateKind.Thinking when text.Length > 0:
                writer = OpenAt(output, item, "response.reasoning_summary_text.done"u8);
                writer.WriteNumber("summary_index"u8, 0);
                writer.WriteString("text"u8, text);
                _frames.Close(output);
                Summary(output, item, "response.reasoning_summary_part.done"u8, text);
                break;
        }

        Item(output, item, "response.output_item.done"u8, status);
    }

    private void Delta(IBufferWriter<byte> output, ResponsesOpenItem item, string text, IReadOnlyList<TokenLogprob>? logprobs = null)
    {
        item.Text.Append(text);
        DeltaEvent(output, item, text, logprobs);
    }

    private void DeltaEvent(IBufferWriter<byte> output, ResponsesOpenItem item, string text, IReadOnlyList<TokenLogprob>? logprobs = null)
    {
        Utf8JsonWriter writer;
        switch (item.Kind)
        {
            case ChatUpdateKind.ToolCall:
                writer = OpenAt(output, item, "response.function_call_arguments.delta"u8);
                break;
            case ChatUpdateKind.Thinking:
                writer = OpenAt(output, item, "response.reasoning_summary_text.delta"u8);
                writer.WriteNumber("summary_index"u8, 0);
                break;
            case ChatUpdateKind.Refusal:
                writer = OpenContent(output, item, "response.refusal.delta"u8);
                break;
            default:
                writer = OpenContent(output, item, "response.output_text.delta"u8);
                OpenAi.OpenAiLogprobs.Write(writer, "logprobs"u8, logprobs);
                break;
        }

        writer.WriteString("delta"u8, text);
        _frames.Close(output);
    }

    private void Item(IBufferWriter<byte> output, ResponsesOpenItem item, ReadOnlySpan<byte> type, ReadOnlySpan<byte> status)
    {
        var writer = _frames.Open(output, type);
        writer.WriteNumber("output_index"u8, item.Index);
        writer.WritePropertyName("item"u8);
        ResponsesOutput.Item(writer, item.ToPart(), item.Id, status, begins: !item.Done);
        _frames.Close(output);
    }

    private void Part(IBufferWriter<byte> output, ResponsesOpenItem item, ReadOnlySpan<byte> type)
    {
        var writer = OpenContent(output, item, type);
        writer.WriteStartObject("part"u8);
        ResponsesOutput.Content(writer, item.ToPart());
        writer.WriteEndObject();
        _frames.Close(output);
    }

    private void Summary(IBufferWriter<byte> output, ResponsesOpenItem item, ReadOnlySpan<byte> type, string text)
    {
        var writer = OpenAt(output, item, type);
        writer.WriteNumber("summary_index"u8, 0);
        writer.WriteStartObject("part"u8);
        ResponsesOutput.Summary(writer, text);
        writer.WriteEndObject();
        _frames.Close(output);
    }

    private Utf8JsonWriter OpenContent(IBufferWriter<byte> output, ResponsesOpenItem item, ReadOnlySpan<byte> type)
    {
        var writer = OpenAt(output, item, type);
        writer.WriteNumber("content_index"u8, 0);
        return writer;
    }

    private Utf8JsonWriter OpenAt(IBufferWriter<byte> output, ResponsesOpenItem item, ReadOnlySpan<byte> type)
    {
        var writer = _frames.Open(output, type);
        writer.WriteString("item_id"u8, item.Id);
        writer.WriteNumber("output_index"u8, item.Index);
        return writer;
    }
}
