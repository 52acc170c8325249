using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Switchboard.Gateway.Alerts;

/// <summary>
/// How a receiver knows that an alert is ours and new: <c>t=</c> the Unix second, <c>v1=</c> HMAC-SHA256 in lower-case hex, under the
/// webhook's secret, of that second as decimal text, a full stop, and the body.
/// </summary>
internal static class WebhookSignature
{
    public const string Header = "x-smartflow-signature";

    public static string Of(string secret, DateTimeOffset now, ReadOnlySpan<byte> body)
    {
        var second = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hmac.AppendData(Encoding.UTF8.GetBytes(second + "."));
        hmac.AppendData(body);
        return $"t={second},v1={Convert.ToHexStringLower(hmac.GetHashAndReset())}";
    }
}
