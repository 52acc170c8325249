using System.Collections.Immutable;
using Switchboard.Testing.Upstream.Formats;
using Switchboard.Testing.Upstream.Scripts;

namespace Switchboard.Testing.Upstream;

/// <summary>What the model says: reasoning, then text, then tool calls, in the dialect of the request, streamed or not as it asks.</summary>
public sealed record Reply : Script
{
    /// <summary>The text, one chunk per frame of a stream.</summary>
    public ImmutableArray<string> TextChunks { get; init; } = [];

    /// <summary>The reasoning, one chunk per frame of a stream.</summary>
    public ImmutableArray<string> ReasoningChunks { get; init; } = [];

    /// <summary>The tools that the model calls, in parallel if several.</summary>
    public ImmutableArray<ToolCall> ToolCalls { get; init; } = [];

    /// <summary>The reported usage; null reports none at all.</summary>
    public ScriptUsage? Usage { get; init; } = ScriptUsage.Default;

    /// <summary>Why it ends.</summary>
    public ReplyEnd End { get; init; }

    /// <summary>The model that the reply names; by default the one asked for.</summary>
    public string? Model { get; init; }

    /// <summary>True for an answer without any choice, content or candidate in it.</summary>
    public bool IsEmpty { get; init; }

    internal (int Frames, ErrorReply Error)? Failure { get; init; }

    internal string WholeText => string.Concat(TextChunks);

    internal string WholeReasoning => string.Concat(ReasoningChunks);

    /// <summary>Reports this usage.</summary>
    public Reply WithUsage(ScriptUsage usage) => this with { Usage = usage };

    /// <summary>Reports no usage, as some vendors do.</summary>
    public Reply WithoutUsage() => this with { Usage = null };

    /// <summary>Reasons before it speaks; a stream sends these chunks.</summary>
    public Reply WithReasoning(params string[] chunks) => this with { ReasoningChunks = [.. chunks] };

    /// <summary>Says this; a stream sends these chunks.</summary>
    public Reply WithText(params string[] chunks) => this with { TextChunks = [.. chunks] };

    /// <summary>Calls these tools after the text.</summary>
    public Reply WithTools(params ToolCall[] calls) => this with { ToolCalls = [.. calls] };

    /// <summary>Names another model than the one asked for.</summary>
    public Reply WithModel(string model) => this with { Model = model };

    /// <summary>Ends for this reason.</summary>
    public Reply EndedBy(ReplyEnd end) => this with { End = end };

    /// <summary>Streams the text in this many chunks of about the same size.</summary>
    public Reply InChunks(int count) => this with { TextChunks = Chunking.Evenly(WholeText, count) };

    /// <summary>After so many frames of a stream comes the dialect's error event, and the end. Without a stream it is the plain error.</summary>
    public Reply FailAfter(int frames, ErrorReply error) => this with { Failure = (frames, error) };

    internal override Rendered Render(WireFormat format, Ask ask)
    {
        if (!ask.Shape.IsStream)
        {
            return Failure is { } failure ? failure.Error.Render(format, ask) : Rendered.Json(200, format.Body(this, ask));
        }
        var frames = format.Frames(this, ask);
        return format.Stream(Failure is { } late ? frames.Take(late.Frames).Append(format.ErrorFrame(late.Error, ask)) : frames, ask);
    }
}
