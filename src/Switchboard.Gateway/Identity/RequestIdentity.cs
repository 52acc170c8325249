namespace Switchboard.Gateway.Identity;

/// <summary>What a request says of its user and conversation, besides its key.</summary>
/// <param name="UserId">The user, or null.</param>
/// <param name="UserSource">How sure that is: verified by a <c>jwt</c>, <c>asserted</c> by the caller, or the key's <c>owner</c>.</param>
/// <param name="ConversationId">The conversation, or null.</param>
/// <param name="TraceId">What ties the hops of agents together, or null.</param>
internal readonly record struct RequestIdentity(string? UserId, string? UserSource, string? ConversationId, string? TraceId);
