using System.Text;
using System.Text.Json;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Errors;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Responses;

/// <summary>Reads a responses' stream. Items of kinds nobody asked for are left out; a thought's summaries are paragraphs of one thought.</summary>
internal sealed class ResponsesStreamReader : IChatStreamReader
{
    private static readonly DeltaFields Fields = new(["delta"], ignored: ["sequence_number", "obfuscation"]);

    private readonly ResponsesBlocks _blocks = new();
    private readonly LogprobsJoin _logprobs = new();
    private bool _started;
    private bool _failed;

    public bool Finished { get; private set; }

    public DeltaFields Deltas => Fields;

    public void Read(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data, List<ChatUpdate> updates)
    {
        if (_failed || Finished || data.IsEmpty || data.SequenceEqual("[DONE]"u8))
        {
            return;
        }

        try
        {
            var read = default(ResponsesEvent);
            read.Read(data);
            read.Type ??= Encoding.UTF8.GetString(eventName);
            Handle(read, data, updates);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            Fail(JsonBody.NotAReply("an event of a response"), updates);
        }
    }

    public void Complete(List<ChatUpdate> updates)
    {
        if (!Finished && !_failed)
        {
            Fail(new(ErrorKind.ProviderFailed, "The provider closed the stream before the answer ended. Ask again."), updates);
        }
    }

    private void Fail(ExchangeError error, List<ChatUpdate> updates)
    {
        _failed = true;
        updates.Add(ChatUpdate.Failed(error));
    }

    private void Handle(in ResponsesEvent read, ReadOnlySpan<byte> data, List<ChatUpdate> updates)
    {
        var from = updates.Count;
        switch (read.Type)
        {
            case "response.created" or "response.in_progress":
                Start(Top(read.Response), updates);
                break;
            case "response.output_item.added":
                _blocks.ItemAdded(read.Output, ResponsesItem.Read(read.Item), updates);
                break;
            case "response.output_item.done":
                _blocks.ItemDone(read.Output, ResponsesItem.Read(read.Item), updates);
                break;
            case "response.output_text.delta":
                _blocks.Said(ChatUpdateKind.Text, read.Output, read.Content, read.Delta, updates);
                _logprobs.Join(read.Logprobs, updates, from);
                break;
            case "response.refusal.delta":
                _blocks.Said(ChatUpdateKind.Refusal, read.Output, read.Content, read.Delta, updates);
                break;
            case "response.output_text.done":
                _blocks.SaidAll(ChatUpdateKind.Text, read.Output, read.Content, read.Whole, updates);
                WholeLogprobs(read.Logprobs, updates, from);
                break;
            case "response.refusal.done":
                _blocks.SaidAll(ChatUpdateKind.Refusal, read.Output, read.Content, read.Whole, updates);
                break;
            case "response.function_call_arguments.delta":
                _blocks.Arguments(read.Output, read.Delta, updates);
                break;
            case "response.function_call_arguments.done":
                _blocks.AllArguments(read.Output, read.Whole, updates);
                break;
            case "response.reasoning_summary_text.delta":
                _blocks.Thought(read.Output, read.Summary, read.Delta, updates);
                break;
            case "response.reasoning_text.delta":
                _blocks.Thought(read.Output, read.Content, read.Delta, updates);
                break;
            case "response.completed" or "response.incomplete":
                Finish(Top(read.Response), updates);
                break;
            case "response.failed" or "error":
                Fail(ErrorReader.Read(read.Response.IsEmpty ? data : read.Response, status: null), updates);
                break;
        }
    }

    /// <summary>The end of a text repeats all of it, which is news only where there were no deltas.</summary>
    private void WholeLogprobs(List<TokenLogprob>? tokens, List<ChatUpdate> updates, int from)
    {
        if (updates.Count > from && updates[from].Kind == ChatUpdateKind.Text)
        {
            _logprobs.Join(tokens, updates, from);
        }
    }

    private void Start(in ResponsesTop top, List<ChatUpdate> updates)
    {
        if (!_started)
        {
            _started = true;
            updates.Add(new(ChatUpdateKind.Start) { Id = top.Id, Text = top.Model });
        }
    }

    private void Finish(in ResponsesTop top, List<ChatUpdate> updates)
    {
        Start(top, updates);
        _blocks.EndAll(updates);
        Finished = true;
        var finish = top.Finish ?? FinishReason.Stop;
        updates.Add(new(ChatUpdateKind.Finish) { Finish = finish == FinishReason.Stop && _blocks.HasCalls ? FinishReason.ToolCalls : finish });
        if (top.Usage is { } usage)
        {
            updates.Add(new(ChatUpdateKind.Usage) { Usage = usage });
        }
    }

    private static ResponsesTop Top(ReadOnlySpan<byte> response)
    {
        var top = default(ResponsesTop);
        if (!response.IsEmpty)
        {
            var reader = new Utf8JsonReader(response);
            top.Read(ref reader);
        }

        return top;
    }
}
