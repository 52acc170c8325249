using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.Routing;

/// <summary>One way in which a vendor fails, and what has to come of it.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Target">The target that fails.</param>
/// <param name="Status">What a caller without a fallback gets; 200 where the answer had begun.</param>
internal sealed record Fault(string Name, string Target, int Status)
{
    /// <summary>What the vendor does; null where it cannot even be reached.</summary>
    public Script? Script { get; init; }

    /// <summary>The attempt on the record: the vendor's status, and the kind of error.</summary>
    public (int Status, string Error) Attempt { get; init; }

    /// <summary>Whether the next target is asked.</summary>
    public bool GoesElsewhere { get; init; } = true;

    /// <summary>Whether only a stream can fail this way, or only a whole answer; null for both.</summary>
    public bool? Streams { get; init; }

    /// <summary>A code that the caller's error must carry.</summary>
    public string? Code { get; init; }

    public string? RetryAfter { get; init; }

    /// <summary>True where a part had reached the caller: nothing may be asked again, and what came is paid.</summary>
    public bool HadBegun => Status == 200;

    /// <summary>The target in one of the cases: one that asks to be left alone would be in the next.</summary>
    public string TargetOf(string kind, bool stream) => RetryAfter is null ? Target : $"{Target}-2099-01-0{(kind == "solo" ? 1 : 2) + (stream ? 2 : 0)}";

    public string Outcome => Attempt.Error == "Timeout" ? "timeout" : "error";

    public static IReadOnlyList<Fault> All { get; } =
    [
        new("connection refused", "refused/gpt-4o", 503) { Attempt = (0, "ProviderUnavailable") },
        new("name cannot be resolved", "dns/gpt-4o", 503) { Attempt = (0, "ProviderUnavailable") },
        new("wrong certificate", "tls/gpt-4o", 503) { Attempt = (0, "ProviderUnavailable") },
        new("closes without a byte", "openai/gpt-4o", 502) { Script = Script.Drop(), Attempt = (0, "ProviderFailed") },
        new("hangs before the headers", "openai/gpt-4o", 504) { Script = Script.Hang(), Attempt = (0, "Timeout"), Code = "first_byte_timeout" },
        new("hangs after the headers", "openai/gpt-4o", 504) { Script = Script.Chunks("Hel", "lo").HangAfter(0), Attempt = (200, "Timeout") },
        new("hangs between chunks", "openai/gpt-4o", 200) { Script = Script.Chunks("Hel", "lo").HangAfter(2), Attempt = (200, "Timeout"), GoesElsewhere = false, Streams = true },
        new("reset in the middle of a stream", "openai/gpt-4o", 200) { Script = Script.Chunks("Hel", "lo").CutAfter(2), Attempt = (200, "ProviderFailed"), GoesElsewhere = false, Streams = true },
        new("reset in the middle of a body", "openai/gpt-4o", 502) { Script = Script.Chunks("Hel", "lo").CutAfterBytes(20), Attempt = (200, "ProviderFailed"), Streams = false },
        new("reset before the first frame", "openai/gpt-4o", 502) { Script = Script.Chunks("Hel", "lo").CutAfterBytes(20), Attempt = (200, "ProviderFailed"), Streams = true },
        new("trickles", "openai/gpt-4o", 504) { Script = Script.Text(new string('x', 2000)).Trickled(1, TimeSpan.FromMilliseconds(20)), Attempt = (200, "Timeout") },
        new("429 with Retry-After", "openai/gpt-4o-mini", 429) { Script = Script.Error(429, "Slow down", TimeSpan.FromSeconds(7)), Attempt = (429, "RateLimited"), RetryAfter = "7" },
        new("500", "openai/gpt-4o", 502) { Script = Script.Error(500), Attempt = (500, "ProviderFailed") },
        new("503", "openai/gpt-4o", 503) { Script = Script.Error(503), Attempt = (503, "ProviderUnavailable") },
        new("529", "openai/gpt-4o", 503) { Script = Script.Error(529), Attempt = (529, "ProviderUnavailable") },
        new("the gateway's key is refused", "openai/gpt-4o", 502) { Script = Script.Error(401), Attempt = (401, "ProviderFailed"), Code = "provider_auth" },
        new("a page in place of JSON", "openai/gpt-4o", 502) { Script = Script.Html(), Attempt = (200, "ProviderFailed") },
        new("an error as the first event", "openai/gpt-4o", 502) { Script = Script.Chunks("a").FailAfter(0, Script.Error(500)), Attempt = (200, "ProviderFailed"), Streams = true },
        new("400", "openai/gpt-4o", 400) { Script = Script.Error(400, "Bad"), Attempt = (400, "InvalidRequest"), GoesElsewhere = false },
        new("404", "openai/gpt-4o", 404) { Script = Script.Error(404, "No such model"), Attempt = (404, "ModelNotFound"), GoesElsewhere = false },
        new("413", "openai/gpt-4o", 413) { Script = Script.Error(413, "Large"), Attempt = (413, "TooLarge"), GoesElsewhere = false },
        new("422", "openai/gpt-4o", 422) { Script = Script.Error(422, "Bad"), Attempt = (422, "InvalidRequest"), GoesElsewhere = false },
    ];

    public override string ToString() => Name;
}
