using System.Text.Json;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Errors;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Bedrock;

/// <summary>
/// Reads ConverseStream: <c>messageStart</c>, blocks that only tool calls announce, <c>messageStop</c>, then <c>metadata</c> with the usage.
/// </summary>
internal sealed class BedrockStreamReader : IChatStreamReader
{
    /// <summary>The padding hides the length of what is said.</summary>
    private static readonly DeltaFields Fields = new(["text", "input"], ignored: ["p"]);

    private readonly Dictionary<int, int> _blocks = [];
    private BedrockUsage _usage;
    private int _next;
    private bool _started;
    private bool _failed;

    public bool Finished { get; private set; }

    public DeltaFields Deltas => Fields;

    public void Read(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data, List<ChatUpdate> updates)
    {
        if (_failed || data.IsEmpty)
        {
            return;
        }

        try
        {
            if (eventName.SequenceEqual("exception"u8))
            {
                Fail(ErrorReader.Read(data, status: null), updates);
                return;
            }

            var read = default(BedrockEvent);
            read.Read(data, ref _usage);
            Handle(eventName, read, updates);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            Fail(JsonBody.NotAReply("an event of ConverseStream"), updates);
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

    private void Handle(ReadOnlySpan<byte> name, in BedrockEvent read, List<ChatUpdate> updates)
    {
        if (name.SequenceEqual("contentBlockDelta"u8))
        {
            Delta(read, updates);
        }
        else if (name.SequenceEqual("contentBlockStart"u8))
        {
            Start(updates);
            BlockStart(read, updates);
        }
        else if (name.SequenceEqual("contentBlockStop"u8))
        {
            if (_blocks.Remove(read.Index, out var block))
            {
                updates.Add(ChatUpdate.End(block));
            }
        }
        else if (name.SequenceEqual("messageStart"u8))
        {
            Start(updates);
        }
        else if (name.SequenceEqual("messageStop"u8))
        {
            Finish(read, updates);
        }
        else if (name.SequenceEqual("metadata"u8) && Finished && _usage.Seen)
        {
            updates.Add(new(ChatUpdateKind.Usage) { Usage = _usage.ToUsage() });
        }
    }

    private void Start(List<ChatUpdate> updates)
    {
        if (!_started)
        {
            _started = true;
            updates.Add(new(ChatUpdateKind.Start));
        }
    }

    private void BlockStart(in BedrockEvent read, List<ChatUpdate> updates)
    {
        if (read.CallName is null)
        {
            return;
        }

        updates.Add(new(ChatUpdateKind.ToolCall) { Block = Open(read.Index), Id = read.CallId ?? string.Empty, Text = read.CallName });
    }

    private void Delta(in BedrockEvent read, List<ChatUpdate> updates)
    {
        if (read.DeltaKind is null && read.Signature is null)
        {
            return;
        }

        Start(updates);
        if (!_blocks.TryGetValue(read.Index, out var block))
        {
            // Arguments of a call that never began have no place to go.
            if (read.DeltaKind == ChatUpdateKind.ToolArguments)
            {
                return;
            }

            block = Open(read.Index);
        }

        if (read.DeltaKind is { } kind)
        {
            Add(kind, block, read.DeltaText, updates);
        }

        Add(ChatUpdateKind.Signature, block, read.Signature, updates);
    }

    private void Finish(in BedrockEvent read, List<ChatUpdate> updates)
    {
        if (Finished)
        {
            return;
        }

        Start(updates);
        foreach (var block in _blocks.Values.Order())
        {
            updates.Add(ChatUpdate.End(block));
        }

        _blocks.Clear();
        Finished = true;
        updates.Add(new(ChatUpdateKind.Finish) { Finish = BedrockFinish.Read(read.StopReason ?? "end_turn"), Text = read.StopSequence });
    }

    private int Open(int index) => _blocks[index] = _next++;

    private static void Add(ChatUpdateKind kind, int block, string? text, List<ChatUpdate> updates)
    {
        if (!string.IsNullOrEmpty(text))
        {
            updates.Add(ChatUpdate.Delta(kind, block, text));
        }
    }
}
