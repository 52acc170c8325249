using Switchboard.Protocol.Chat;

namespace Switchboard.Protocol.OpenAi;

/// <summary>
/// The <c>reasoning_effort</c> to ask for. An effort in words stays as it is; a budget becomes low (under 4,096 tokens), medium (under
/// 16,384) or high. Models that do not reason refuse the field, so it goes only where the caller wrote it in this dialect, or where the
/// name or the catalogue says that it is read.
/// </summary>
internal static class OpenAiEffort
{
    public static string? For(ChatRequest request, ChatRequestOptions options)
    {
        var model = options.Model ?? request.Model;
        var accepted = options.AcceptsReasoningEffort ?? (request.Source == Dialect.OpenAiChat || Reasons(model));
        if (request.Reasoning is not { } reasoning || !accepted)
        {
            return null;
        }

        return ReasoningEffort.Word(reasoning);
    }

    private static bool Reasons(string model) =>
        model is ['o', >= '0' and <= '9', ..] or ['g', 'p', 't', '-', '5', ..] or ['g', 'p', 't', '-', 'o', 's', 's', ..];
}
