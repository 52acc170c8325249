using System.Text;
using System.Text.Json;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Errors;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Anthropic;

/// <summary>
/// Reads a message stream. The vendor's block indices become block numbers; blocks of kinds nobody asked for are left out.
/// </summary>
internal sealed class AnthropicStreamReader : IChatStreamReader
{
    private static readonly DeltaFields Fields = new(["text", "thinking", "partial_json"]);

    private readonly Dictionary<int, int> _blocks = [];
    private AnthropicUsage _usage;
    private int _next;
    private bool _started;
    private bool _failed;

    public bool Finished { get; private set; }

    public DeltaFields Deltas => Fields;

    public void Read(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data, List<ChatUpdate> updates)
    {
        if (_failed || data.IsEmpty || eventName.SequenceEqual("ping"u8))
        {
            return;
        }

        try
        {
            var read = default(AnthropicEvent);
            read.Read(data, ref _usage);
            read.Type ??= Encoding.UTF8.GetString(eventName);
            Handle(read, data, updates);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            Fail(JsonBody.NotAReply("an event of a message"), updates);
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

    private void Handle(in AnthropicEvent read, ReadOnlySpan<byte> data, List<ChatUpdate> updates)
    {
        switch (read.Type)
        {
            case "message_start":
                Start(read, updates);
                break;
            case "content_block_start":
                Start(default, updates);
                BlockStart(read, updates);
                break;
            case "content_block_delta":
                Delta(read, updates);
                break;
            case "content_block_stop":
                if (_blocks.Remove(read.Index, out var block))
                {
                    updates.Add(ChatUpdate.End(block));
                }

                break;
            case "message_delta":
                Finish(read, updates);
                break;
            case "error":
                Fail(ErrorReader.Read(data, status: null), updates);
                break;
        }
    }

    private void Start(in AnthropicEvent read, List<ChatUpdate> updates)
    {
        if (!_started)
        {
            _started = true;
            updates.Add(new(ChatUpdateKind.Start) { Id = read.Id, Text = read.Model, Usage = _usage.ToUsage() });
        }
    }

    private void BlockStart(in AnthropicEvent read, List<ChatUpdate> updates)
    {
        var kind = read.BlockType switch
        {
            "text" => ChatUpdateKind.Text,
            "thinking" => ChatUpdateKind.Thinking,
            "redacted_thinking" => ChatUpdateKind.RedactedThinking,
            "tool_use" => ChatUpdateKind.ToolCall,
            _ => ChatUpdateKind.BlockEnd,
        };
        if (kind == ChatUpdateKind.BlockEnd)
        {
            return;
        }

        var block = _blocks[read.Index] = _next++;
        if (kind == ChatUpdateKind.ToolCall)
        {
            updates.Add(new(kind) { Block = block, Id = read.BlockId ?? string.Empty, Text = read.BlockName ?? string.Empty });
            kind = ChatUpdateKind.ToolArguments;
        }

        Add(kind, block, read.BlockText, updates);
    }

    private void Delta(in AnthropicEvent read, List<ChatUpdate> updates)
    {
        if (!_blocks.TryGetValue(read.Index, out var block))
        {
            return;
        }

        ChatUpdateKind? kind = read.DeltaType switch
        {
            "text_delta" => ChatUpdateKind.Text,
            "thinking_delta" => ChatUpdateKind.Thinking,
            "signature_delta" => ChatUpdateKind.Signature,
            "input_json_delta" => ChatUpdateKind.ToolArguments,
            _ => null,
        };
        if (kind is { } known)
        {
            Add(known, block, read.DeltaText, updates);
        }
    }

    private void Finish(in AnthropicEvent read, List<ChatUpdate> updates)
    {
        if (!string.IsNullOrEmpty(read.StopReason) && !Finished)
        {
            Start(default, updates);
            foreach (var block in _blocks.Values.Order())
            {
                updates.Add(ChatUpdate.End(block));
            }

            _blocks.Clear();
            Finished = true;
            updates.Add(new(ChatUpdateKind.Finish) { Finish = AnthropicFinish.Read(read.StopReason), Text = read.StopSequence });
        }

        if (Finished && _usage.Seen)
        {
            updates.Add(new(ChatUpdateKind.Usage) { Usage = _usage.ToUsage() });
        }
    }

    private static void Add(ChatUpdateKind kind, int block, string? text, List<ChatUpdate> updates)
    {
        if (!string.IsNullOrEmpty(text))
        {
            updates.Add(ChatUpdate.Delta(kind, block, text));
        }
    }
}
