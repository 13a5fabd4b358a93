import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, body, inProject, type Schema } from "./client";
import { every } from "./queries";

export type Certifying = Schema<"Certification">;
export type Certificate = Schema<"CertificateReport">;
export type Offer = Schema<"CertificateOffer">;

export const ERRORS = [0.01, 0.02, 0.05, 0.1] as const;
export const CHECKS = [100, 200, 400, 800] as const;
const [SOON, LATER] = [2_000, 20_000];

/** What the machine could label, and how far a certificate has come. */
export const certifying = (projectId: number, checks: number) =>
  queryOptions({
    queryKey: ["projects", projectId, "certify", checks],
    queryFn: () =>
      body(
        api.GET("/api/v1/projects/{project_id}/certify", {
          params: { path: { project_id: projectId }, query: { checks } },
        }),
      ),
    placeholderData: keepPreviousData,
    refetchInterval: every((data) => (data?.under_way ? SOON : LATER)),
  });

const at = (projectId: number) => inProject(projectId);

export const start = (projectId: number, error: number, checks: number) =>
  body(
    api.POST("/api/v1/projects/{project_id}/certify", {
      ...at(projectId),
      body: { error, checks, confidence: 0.95 },
    }),
  );

export const finish = (projectId: number) =>
  body(api.POST("/api/v1/projects/{project_id}/certify:finish", at(projectId)));

export const takeBack = (projectId: number) =>
  api.DELETE("/api/v1/projects/{project_id}/machine-labels", at(projectId));

export const labelsAddress = (projectId: number, format: string): string =>
  `/api/v1/projects/${projectId}/export?format=${format}&machine_labels=true`;
