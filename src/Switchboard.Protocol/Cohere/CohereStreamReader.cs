using System.Text;
using System.Text.Json;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Errors;
using Switchboard.Protocol.Json;
using Switchboard.Protocol.OpenAi;

namespace Switchboard.Protocol.Cohere;

/// <summary>Reads a chat stream. Citations are left out, which the request's writer has said.</summary>
internal sealed class CohereStreamReader : IChatStreamReader
{
    private static readonly DeltaFields Fields = new(["text", "thinking", "tool_plan", "arguments"]);

    private readonly StreamRuns _runs = new();
    private readonly LogprobsJoin _logprobs = new();
    private readonly Dictionary<int, int> _calls = [];
    private bool _called;
    private bool _started;
    private bool _failed;

    public bool Finished { get; private set; }

    public DeltaFields Deltas => Fields;

    public void Read(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data, List<ChatUpdate> updates)
    {
        if (_failed || data.IsEmpty || data.SequenceEqual("[DONE]"u8))
        {
            return;
        }

        try
        {
            var read = default(CohereEvent);
            read.Read(data);
            read.Type ??= Encoding.UTF8.GetString(eventName);
            Handle(read, data, updates);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            Fail(JsonBody.NotAReply("an event of a chat stream"), updates);
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

    private void Handle(in CohereEvent read, ReadOnlySpan<byte> data, List<ChatUpdate> updates)
    {
        switch (read.Type)
        {
            case "message-start":
                Start(read.Id, updates);
                break;
            case "content-start" or "content-delta" or "tool-plan-delta":
                Start(id: null, updates);
                var from = updates.Count;
                _runs.Text(ChatUpdateKind.Thinking, read.Thinking ?? read.Plan, updates);
                _runs.Text(ChatUpdateKind.Text, read.Text, updates);
                _logprobs.Join(read.Logprobs, updates, from);
                break;
            case "content-end":
                _runs.End(updates);
                break;
            case "tool-call-start":
                Call(read, updates);
                break;
            case "tool-call-delta":
                Arguments(read, updates);
                break;
            case "tool-call-end":
                EndCall(read.Index, updates);
                break;
            case "message-end":
                Finish(read, updates);
                break;
            case "" or "error":
                Fail(ErrorReader.Read(data, status: null), updates);
                break;
        }
    }

    private void Start(string? id, List<ChatUpdate> updates)
    {
        if (!_started)
        {
            _started = true;
            updates.Add(new(ChatUpdateKind.Start) { Id = id });
        }
    }

    private void Call(in CohereEvent read, List<ChatUpdate> updates)
    {
        Start(id: null, updates);
        EndCall(read.Index, updates);
        _called = true;
        var id = read.CallId is { Length: > 0 } given ? given : OpenAiIds.NewCall();
        _calls[read.Index] = _runs.Call(id, read.CallName ?? string.Empty, updates);
        Arguments(read, updates);
    }

    private void Arguments(in CohereEvent read, List<ChatUpdate> updates)
    {
        if (!string.IsNullOrEmpty(read.Arguments) && _calls.TryGetValue(read.Index, out var block))
        {
            updates.Add(ChatUpdate.Delta(ChatUpdateKind.ToolArguments, block, read.Arguments));
        }
    }

    private void EndCall(int index, List<ChatUpdate> updates)
    {
        if (_calls.Remove(index, out var block))
        {
            updates.Add(ChatUpdate.End(block));
        }
    }

    private void Finish(in CohereEvent read, List<ChatUpdate> updates)
    {
        if (CohereFinish.Failure(read.Finish, read.Error) is { } failure)
        {
            Fail(failure, updates);
            return;
        }

        if (Finished)
        {
            return;
        }

        Start(id: null, updates);
        _runs.End(updates);
        foreach (var index in _calls.Keys.Order().ToList())
        {
            EndCall(index, updates);
        }

        Finished = true;
        updates.Add(new(ChatUpdateKind.Finish) { Finish = CohereFinish.Read(read.Finish, _called) });
        if (read.Usage is { } usage)
        {
            updates.Add(new(ChatUpdateKind.Usage) { Usage = usage });
        }
    }
}
