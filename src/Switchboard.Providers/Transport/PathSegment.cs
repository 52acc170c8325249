using Switchboard.Protocol.Errors;

namespace Switchboard.Providers.Transport;

/// <summary>A model's name as a segment of a vendor's path: the caller wrote it, so it must not lead anywhere else.</summary>
internal static class PathSegment
{
    /// <summary>False for names that would be no segment, or another one's parent. All else is escaped.</summary>
    public static bool IsUsable(string model) => !string.IsNullOrWhiteSpace(model) && model is not ("." or "..");

    /// <summary>The answer to a name that is not usable.</summary>
    /// <param name="call">The call.</param>
    /// <param name="what">What the vendor wants in its place.</param>
    public static ProviderReply Refused(ProviderCall call, string what)
    {
        string name = call.Target.Provider.Name;
        return ProviderReply.Failed(
            new ExchangeError(ErrorKind.ModelNotFound, $"'{call.Model}' cannot be a model of {name}. Give {what} after '{name}/'.")
            {
                Code = "model_not_found",
                Param = "model",
                Provider = name,
            },
            mayHaveReachedVendor: false);
    }
}
