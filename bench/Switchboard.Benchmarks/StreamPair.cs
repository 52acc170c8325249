using Switchboard.Protocol;

namespace Switchboard.Benchmarks;

/// <summary>A vendor that streams and a caller who speaks another dialect.</summary>
/// <param name="Vendor">What the vendor speaks.</param>
/// <param name="Caller">What the caller speaks.</param>
public sealed record StreamPair(Dialect Vendor, Dialect Caller)
{
    private static readonly Dialect[] Callers = [Dialect.OpenAiChat, Dialect.OpenAiResponses, Dialect.AnthropicMessages];

    private static readonly Dialect[] Vendors =
        [Dialect.OpenAiChat, Dialect.AnthropicMessages, Dialect.Gemini, Dialect.Cohere, Dialect.Ollama, Dialect.BedrockConverse];

    /// <summary>Every pair that is translated.</summary>
    public static IEnumerable<StreamPair> All =>
        from vendor in Vendors from caller in Callers where vendor != caller select new StreamPair(vendor, caller);

    public override string ToString() => $"{Vendor} > {Caller}";
}
