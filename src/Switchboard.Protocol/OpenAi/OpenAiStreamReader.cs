using System.Text.Json;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Errors;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.OpenAi;

/// <summary>Reads a stream of <c>chat.completion.chunk</c>.</summary>
internal sealed class OpenAiStreamReader : IChatStreamReader
{
    /// <summary>Not arguments, whose end is found by counting their braces. The padding hides the length of what is said.</summary>
    private static readonly DeltaFields Fields = new(["content", "reasoning_content", "reasoning"], ignored: ["obfuscation"]);

    private readonly OpenAiStreamBlocks _blocks = new();
    private readonly LogprobsJoin _logprobs = new();
    private string? _id;
    private string? _model;
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
            Chunk(data, updates);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            Fail(JsonBody.NotAReply("a chat completion chunk"), updates);
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

    private void Chunk(ReadOnlySpan<byte> data, List<ChatUpdate> updates)
    {
        var reader = JsonScan.Object(data);
        TokenUsage? usage = null;
        while (JsonScan.NextField(ref reader))
        {
            if (reader.ValueTextEquals("choices"u8))
            {
                Choices(ref reader, updates, ref usage);
            }
            else if (reader.ValueTextEquals("usage"u8))
            {
                usage = OpenAiUsage.Read(ref reader) ?? usage;
            }
            else if (!_started && reader.ValueTextEquals("id"u8))
            {
                _id = JsonScan.Text(ref reader);
            }
            else if (!_started && reader.ValueTextEquals("model"u8))
            {
                _model = JsonScan.Text(ref reader);
            }
            else if (reader.ValueTextEquals("x_groq"u8))
            {
                usage = OpenAiTopLevel.Nested(ref reader) ?? usage;
            }
            else if (reader.ValueTextEquals("error"u8) && IsFailure(ref reader, data, updates))
            {
                return;
            }
            else
            {
                reader.Skip();
            }
        }

        if (usage is { } told)
        {
            updates.Add(new(ChatUpdateKind.Usage) { Usage = told });
        }
    }

    private bool IsFailure(ref Utf8JsonReader reader, ReadOnlySpan<byte> data, List<ChatUpdate> updates)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
        {
            return false;
        }

        Fail(ErrorReader.Read(data, status: null), updates);
        return true;
    }

    private void Choices(ref Utf8JsonReader reader, List<ChatUpdate> updates, ref TokenUsage? usage)
    {
        if (!JsonScan.EntersArray(ref reader))
        {
            return;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                Choice(ref reader, updates, ref usage);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private void Choice(ref Utf8JsonReader reader, List<ChatUpdate> updates, ref TokenUsage? usage)
    {
        long? index = 0;
        string? finish = null;
        List<TokenLogprob>? tokens = null;
        var from = updates.Count;
        while (JsonScan.NextField(ref reader))
        {
            if (index == 0 && reader.ValueTextEquals("delta"u8))
            {
                Start(updates);
                OpenAiDelta.Read(ref reader, _blocks, updates);
            }
            else if (reader.ValueTextEquals("finish_reason"u8))
            {
                finish = JsonScan.Text(ref reader);
            }
            else if (reader.ValueTextEquals("logprobs"u8))
            {
                tokens = OpenAiLogprobs.ReadContent(ref reader);
            }
            else if (reader.ValueTextEquals("index"u8))
            {
                index = JsonScan.Whole(ref reader);
            }
            else if (reader.ValueTextEquals("usage"u8))
            {
                // Moonshot puts it here.
                usage = OpenAiUsage.Read(ref reader) ?? usage;
            }
            else
            {
                reader.Skip();
            }
        }

        if (index == 0)
        {
            _logprobs.Join(tokens, updates, from);
        }

        if (index == 0 && !string.IsNullOrEmpty(finish) && !Finished)
        {
            Start(updates);
            _blocks.EndAll(updates);
            Finished = true;
            updates.Add(new(ChatUpdateKind.Finish) { Finish = OpenAiFinish.Read(finish) });
        }
    }

    private void Start(List<ChatUpdate> updates)
    {
        if (!_started)
        {
            _started = true;
            updates.Add(new(ChatUpdateKind.Start) { Id = _id, Text = _model });
        }
    }
}
