using Switchboard.Protocol;

namespace Switchboard.Gateway.Exchange;

/// <summary>Token counts where the vendor reports none. Always marked as estimates.</summary>
internal static class TokenEstimate
{
    /// <summary>English text runs near four bytes a token; other languages and code run shorter.</summary>
    private const int BytesPerToken = 4;

    public static TokenUsage Of(long promptBytes, long outputBytes) =>
        new((promptBytes + BytesPerToken - 1) / BytesPerToken, (outputBytes + BytesPerToken - 1) / BytesPerToken) { Estimated = true };
}
