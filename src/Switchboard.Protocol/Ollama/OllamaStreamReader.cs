using System.Text.Json;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Errors;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Ollama;

/// <summary>Reads a stream, of which each event's data is one of the vendor's lines.</summary>
internal sealed class OllamaStreamReader : IChatStreamReader
{
    /// <summary>The time only makes up the ids of calls, which come whole.</summary>
    private static readonly DeltaFields Fields = new(["content", "thinking"], ignored: ["created_at"]);

    private readonly StreamRuns _runs = new();
    private readonly LogprobsJoin _logprobs = new();
    private int _calls;
    private bool _started;
    private bool _failed;

    public bool Finished { get; private set; }

    public DeltaFields Deltas => Fields;

    public void Read(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data, List<ChatUpdate> updates)
    {
        if (_failed || Finished || data.IsEmpty)
        {
            return;
        }

        var line = default(OllamaLine);
        try
        {
            line.Read(data);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            Fail(JsonBody.NotAReply("a line of a chat stream"), updates);
            return;
        }

        if (line.Failed)
        {
            Fail(ErrorReader.Read(data, status: null), updates);
            return;
        }

        Add(line, updates);
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

    private void Add(in OllamaLine line, List<ChatUpdate> updates)
    {
        if (!_started)
        {
            _started = true;
            updates.Add(new(ChatUpdateKind.Start) { Text = line.Model });
        }

        var from = updates.Count;
        _runs.Text(ChatUpdateKind.Thinking, line.Thinking, updates);
        _runs.Text(ChatUpdateKind.Text, line.Content, updates);
        _logprobs.Join(line.Logprobs, updates, from);
        foreach (var call in line.Calls ?? [])
        {
            Call(call, line.CreatedAt, updates);
        }

        if (!line.Done)
        {
            return;
        }

        Finished = true;
        _runs.End(updates);
        updates.Add(new(ChatUpdateKind.Finish) { Finish = OllamaFinish.Read(line.DoneReason, _calls > 0) });
        if (line.Usage is { } usage)
        {
            updates.Add(new(ChatUpdateKind.Usage) { Usage = usage });
        }
    }

    private void Call(in OllamaCall call, string? createdAt, List<ChatUpdate> updates)
    {
        var id = string.IsNullOrEmpty(call.Id) ? OllamaCallId.Of(createdAt, _calls, call.Name, call.Arguments) : call.Id;
        _calls++;
        var block = _runs.Call(id, call.Name, updates);
        if (call.Arguments.Length > 0)
        {
            updates.Add(ChatUpdate.Delta(ChatUpdateKind.ToolArguments, block, call.Arguments));
        }

        updates.Add(ChatUpdate.End(block));
    }
}
