import { api, body } from "@/api/client";

const place = (projectId: number, userId: number) => ({
  params: { path: { project_id: projectId, user_id: userId } },
});

/** Has all that somebody answered count no longer. */
export const setAnswersAside = (projectId: number, userId: number) =>
  body(
    api.POST("/api/v1/projects/{project_id}/members/{user_id}/set-aside", place(projectId, userId)),
  );

/** Has it count again. */
export const countAnswersAgain = (projectId: number, userId: number) =>
  body(
    api.DELETE(
      "/api/v1/projects/{project_id}/members/{user_id}/set-aside",
      place(projectId, userId),
    ),
  );
