using System.Globalization;
using Switchboard.Testing.Upstream.Formats;
using Switchboard.Testing.Upstream.Scripts;

namespace Switchboard.Testing.Upstream;

/// <summary>An error in the dialect's own shape; what is not given follows from the status.</summary>
/// <param name="Status">The status of the answer.</param>
public sealed record ErrorReply(int Status) : Script
{
    /// <summary>The sentence in it.</summary>
    public string? Message { get; init; }

    /// <summary>The vendor's word for the kind of error (for Gemini: its status word).</summary>
    public string? Type { get; init; }

    /// <summary>OpenAI's finer code, e.g. insufficient_quota.</summary>
    public string? Code { get; init; }

    /// <summary>Sent as Retry-After, in whole seconds.</summary>
    public TimeSpan? RetryAfter { get; init; }

    internal string Sentence => Message ?? $"Scripted error {Status.ToString(CultureInfo.InvariantCulture)}.";

    internal override Rendered Render(WireFormat format, Ask ask)
    {
        var answer = Rendered.Json(Status, format.Error(this, ask)) with { Headers = [.. format.ErrorHeaders(this)] };
        return RetryAfter is not { } wait
            ? answer
            : answer with { Headers = answer.Headers.Add(new("Retry-After", wait.TotalSeconds.ToString("0", CultureInfo.InvariantCulture))) };
    }
}
