namespace Switchboard.Gateway.Responses;

/// <summary>What <c>DELETE /v1/responses/{id}</c> answers, in OpenAI's words.</summary>
internal sealed record DeletedResponse(string Id, string Object, bool Deleted);
