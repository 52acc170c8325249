using System.Globalization;

namespace Switchboard.Providers.Bedrock;

/// <summary>What a signature is good for.</summary>
/// <param name="Region">The region.</param>
/// <param name="Service">The service's signing name.</param>
/// <param name="At">When it is made; AWS takes it for a few minutes.</param>
internal readonly record struct SigningScope(string Region, string Service, DateTimeOffset At)
{
    /// <summary>The moment as AWS writes it: <c>20150830T123600Z</c>.</summary>
    public string Moment => At.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Its day.</summary>
    public string Day => Moment[..8];

    public override string ToString() => $"{Day}/{Region}/{Service}/aws4_request";
}
