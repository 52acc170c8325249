namespace Switchboard.Protocol.OpenAi;

/// <summary>Ids in OpenAI's manner, for servers that give none.</summary>
internal static class OpenAiIds
{
    public static string NewCall() => $"call_{Guid.NewGuid():N}"[..29];

    public static string NewCompletion() => $"chatcmpl-{Guid.NewGuid():N}";
}
