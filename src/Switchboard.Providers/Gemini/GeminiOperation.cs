using Switchboard.Providers.Transport;

namespace Switchboard.Providers.Gemini;

/// <summary>The last segment of a call's address: this dialect names the model and asks for a stream there.</summary>
internal static class GeminiOperation
{
    private const string Folder = "models/";

    /// <summary>Such as <c>gemini-2.5-flash:generateContent</c>. Whatever a caller puts into a model's name stays inside this segment.</summary>
    public static string Of(ProviderCall call)
    {
        string model = call.Model.StartsWith(Folder, StringComparison.Ordinal) ? call.Model[Folder.Length..] : call.Model;
        return Uri.EscapeDataString(model) + (call.Stream ? ":streamGenerateContent?alt=sse" : ":generateContent");
    }
}
