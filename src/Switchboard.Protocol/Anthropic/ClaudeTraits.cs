namespace Switchboard.Protocol.Anthropic;

/// <summary>
/// What a Claude model's version decides about its requests (Anthropic's model migration guides). Versions only grow, so the old ones are
/// listed and everything newer, or unknown, is taken for the newest. Other makers' models behind this dialect follow the classic rules.
/// </summary>
/// <param name="Thinking">How it is told to think.</param>
/// <param name="Samples">Whether it reads temperature, top_p and top_k; since 4.7 it refuses them.</param>
/// <param name="TakesTemperatureAndTopP">Whether it takes both in one request; since 4.1 it refuses that.</param>
/// <param name="EnforcesSchemas">Whether it can be held to a JSON schema; since 4.1.</param>
internal readonly record struct ClaudeTraits(ClaudeThinking Thinking, bool Samples, bool TakesTemperatureAndTopP, bool EnforcesSchemas)
{
    private const int Newest = int.MaxValue;

    public static ClaudeTraits Of(string model)
    {
        var at = model.IndexOf("claude", StringComparison.OrdinalIgnoreCase);
        if (at < 0)
        {
            return new(ClaudeThinking.Budget, Samples: true, TakesTemperatureAndTopP: true, EnforcesSchemas: true);
        }

        var version = Version(model.AsSpan(at));
        var thinking = version switch
        {
            < 307 => ClaudeThinking.None,
            < 406 => ClaudeThinking.Budget,
            _ => ClaudeThinking.Adaptive,
        };
        return new(thinking, Samples: version < 407, TakesTemperatureAndTopP: version < 401, EnforcesSchemas: version >= 401);
    }

    /// <summary>Major times 100 plus minor: 305 for claude-3-5-sonnet-20241022, 400 for claude-sonnet-4-20250514.</summary>
    private static int Version(ReadOnlySpan<char> name)
    {
        var major = -1;
        foreach (var range in name.SplitAny('-', '.', '@', ':', '_'))
        {
            var isNumber = int.TryParse(name[range], out var number) && number < 100;
            if (major >= 0)
            {
                return (major * 100) + (isNumber ? number : 0);
            }

            major = isNumber ? number : -1;
        }

        return major < 0 ? Newest : major * 100;
    }
}
